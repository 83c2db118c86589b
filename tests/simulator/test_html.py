"""Telegram's HTML, entity by entity and complaint by complaint."""

from contextlib import suppress
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import ApiError
from simulator.texts import Formatted, of_bot, of_person


def read(source: str) -> Formatted:
    return of_bot(source, "HTML", None)


def entities(formatted: Formatted) -> list[tuple[str, int, int]]:
    return [(entity.type, entity.offset, entity.length) for entity in formatted.entities]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
)
def test_each_tag_is_an_entity(tag: str, kind: str) -> None:
    formatted = read(f"ini <{tag}>penting</{tag}> sekali")

    assert formatted.text == "ini penting sekali"
    assert entities(formatted) == [(kind, 4, 7)]


def test_offsets_are_counted_in_utf16_units() -> None:
    formatted = read("👍🏽 <b>baik 👍</b>")

    assert entities(formatted) == [("bold", 5, 7)]


def test_entities_nest() -> None:
    formatted = read("<b>tebal <i>dan miring</i></b>")

    assert entities(formatted) == [("bold", 0, 16), ("italic", 6, 10)]


def test_a_link_carries_its_address() -> None:
    formatted = read('<a href="https://example.go.id/?a=1&amp;b=2">situs</a>')

    assert entities(formatted) == [("text_link", 0, 5)]
    assert formatted.entities[0].url == "https://example.go.id/?a=1&b=2"


def test_code_within_pre_gives_the_language() -> None:
    formatted = read('<pre><code class="language-python">x = 1</code></pre>')

    assert entities(formatted) == [("pre", 0, 5)]
    assert formatted.entities[0].language == "python"


def test_a_span_is_a_spoiler_only_by_its_class() -> None:
    assert entities(read('<span class="tg-spoiler">x</span>')) == [("spoiler", 0, 1)]
    assert entities(read("<blockquote expandable>x</blockquote>")) == [
        ("expandable_blockquote", 0, 1)
    ]
    assert read('<tg-emoji emoji-id="5">👍</tg-emoji>').entities[0].custom_emoji_id == "5"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("tom & jerry", "tom & jerry"),
        ("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"'),
        ("&#65;&#x42;", "AB"),
        ("&nbsp; stays", "&nbsp; stays"),
        ("  trimmed \n", "trimmed"),
        ("bell\x07 and\r\nreturn", "bell  and\nreturn"),
    ],
)
def test_references_and_spaces(source: str, text: str) -> None:
    assert read(source).text == text


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<x>", 'Unsupported start tag "x" at byte offset 0'),
        ("é <x>", 'Unsupported start tag "x" at byte offset 3'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        (
            "<b>a</i>",
            'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        ("<a href=a_b>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">', 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
def test_what_is_wrong_is_named_with_its_byte(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as refusal:
        read(source)

    assert str(refusal.value) == f"Bad Request: can't parse entities: {complaint}"


def test_markdown_is_refused() -> None:
    with pytest.raises(ApiError):
        of_bot("*tebal*", "MarkdownV2", None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lihat https://bkpsdm.go.id/a?b=1.", [("url", 6, 26)]),
        ("lihat bkpsdm.go.id ya", [("url", 6, 12)]),
        ("tulis ke ani@bkpsdm.go.id", [("email", 9, 16)]),
        ("tanya @ani_lestari", [("mention", 6, 12)]),
        ("ketik /hari_ini atau /tim@kinerja_bot", [("bot_command", 6, 9), ("bot_command", 21, 16)]),
        ("#rapat penting", [("hashtag", 0, 6)]),
        ("08.00-10.30 rapat, 1/2 selesai, Rp1.500.000", []),
        ("dan/atau", []),
    ],
)
def test_the_server_finds_by_itself(text: str, found: list[tuple[str, int, int]]) -> None:
    assert entities(of_person(text)) == found


def test_nothing_is_found_inside_code() -> None:
    assert entities(read("<code>/hari_ini</code>")) == [("code", 0, 9)]


def test_trimming_moves_the_entities() -> None:
    assert entities(read("  <b> rapat </b> ")) == [("bold", 0, 5)]


@given(st.text())
def test_what_is_escaped_comes_out_as_it_went_in(text: str) -> None:
    assert read(escape(text)).text == of_person(text).text
    assert read(f"<b>{escape(text)}</b>").text == of_person(text).text


@given(st.text("<>/ab='\" &;", max_size=30))
def test_whatever_is_written_is_read_or_refused(source: str) -> None:
    with suppress(ApiError):
        assert all(entity.length > 0 for entity in read(source).entities)
