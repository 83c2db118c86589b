"""A Telegram of our own: the Bot API over HTTP, people to talk with the bot, and a page to watch.

It knows nothing of the bot it serves; they meet over HTTP. Within one process a test may also
hold its state::

    from simulator.server import serving
    from simulator.telegram import Telegram

    telegram = Telegram()            # clock=, flood=FloodLimits(), strict=True, keep=100
    async with serving(telegram) as url:         # or build_app(telegram), or python -m simulator
        ...                                      # start the bot: api server url, telegram.token
        await telegram.ready()                   # a getUpdates waits, or a webhook is set

        ani = telegram.person("Ani", about="Analis", hints=["08.00-10.00 rapat"])
        ani.starts()                             # starts("CODE") is a deep link
        message = ani.says("08.00-10.00 rapat", reply_to=None, group=None)
        card = await ani.hears("rapat")          # written or edited since they last did something
        answer = await ani.taps("Kirim").answered()         # .text, .show_alert
        ani.edits(message, "08.00-11.00 rapat")
        ani.presses("Menu")                      # on the reply keyboard
        ani.sees, ani.received, ani.messages, ani.keyboard, ani.button("Salin").copy_text

    sends_photo(bytes, caption)  sends_document(bytes, name, caption)  sends_album([Upload(…), …])
    shares_contact()  sends_location()  sends_voice()  sends_sticker()  forwards(message)
    blocks()  unblocks()  deletes(message)  clears()  deactivates()
    adds_bot(telegram.group("Kantor"))  removes_bot(group)

    telegram.clock     now(), move_to(moment), advance(timedelta), move_to_tomorrow(time), speed
    telegram.sent      every call but getUpdates: method, arguments, chat_id, at, result, error
    telegram.faults    arm(Fault.too_many(5), method="sendMessage", chat_id=ani.id, times=1)
    telegram.updates   pending(), repeat(update_id)
    async with keeping(telegram, Path("telegram.json")):    # simulator.kept: over restarts
    telegram.unknown_fields    what the bot sent that Telegram does not know; [] is right
"""
