"""The card of /bantuan: a short first page by role, and a button to each topic."""

from __future__ import annotations

from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.cards import Drawing, Look, Page, button, keyboard
from handlers.people.commands import commands_for
from handlers.people.help_topics import Topic, topics_for
from handlers.people.helping import HELP, ShowExamples, ShowTopic
from handlers.people.jobs import Job, job_of
from handlers.people.touring import BeginTour
from models.people.postings import posting_of
from models.work.figures import figures_of
from models.work.states import State


async def draw_help(look: Look) -> Drawing:
    """The card of kind "help"; its facts say which topic, and whose examples."""
    topics = await topics_for(look.session, look.to, look.office, now=look.now)
    topic = Topic(look.notice.facts.get("topic", Topic.HOME))
    if topic not in topics:
        topic = Topic.HOME  # they had the role when they tapped, and have it no longer
    text = await _text(look, topic, topics)
    return Drawing((Page(text, _keyboard(look, topic, topics)),))


async def _text(look: Look, topic: Topic, topics: list[Topic]) -> str:
    match topic:
        case Topic.HOME:
            reviews = Topic.REVIEWING in topics
            return look.say("help-home", agency=look.office.agency, reviews=reviews)
        case Topic.COMMANDS:
            return look.say("help", agency=look.office.agency, commands=_commands(look, topics))
        case Topic.EXAMPLES:
            job = await _job(look)
            label, lines = look.say(f"button-job-{job.value}"), look.say(f"examples-{job.value}")
            return look.say("help-examples", job=label, lines=lines)
        case Topic.WHY:
            return await _why(look)
    return look.say(f"help-{topic.value}")


def _commands(look: Look, topics: list[Topic]) -> list[tuple[str, str]]:
    """(name, what it is for) of each."""
    names = commands_for(reviews=Topic.REVIEWING in topics, admin=Topic.ADMIN in topics)
    return [(name, look.say(f"command-{name}")) for name in names]


async def _job(look: Look) -> Job:
    """The one that was asked for, or the reader's own."""
    asked = look.notice.facts.get("job")
    if asked is not None:
        return Job(asked)
    posting = await posting_of(look.session, look.to, look.office.today(look.now))
    return job_of(posting.position) if posting else Job.CLERK


async def _why(look: Look) -> str:
    """With what the reader's own record holds of this year."""
    today = look.office.today(look.now)
    figures = await figures_of(look.session, look.to.id, date(today.year, 1, 1), today, today=today)
    month = [day for day in figures.owed if day.day.month == today.month]
    return look.say(
        "help-why",
        owed=len(month),
        reported=sum(day.is_reported for day in month),
        days=sum(day.is_reported for day in figures.days),
        activities=figures.activities,
        minutes=figures.minutes,
        approved=figures.count(State.APPROVED),
        waiting=figures.count(State.SUBMITTED),
    )


def _keyboard(look: Look, topic: Topic, topics: list[Topic]) -> InlineKeyboardMarkup | None:
    back = [button(look.say("button-back"), ShowTopic.on(look, topic=Topic.HOME))]
    if topic is Topic.HOME:
        topic_buttons = [_topic(look, one) for one in topics if one is not Topic.HOME]
        return keyboard(*_in_twos([*topic_buttons, button(look.say("button-tour"), BeginTour())]))
    if topic is Topic.EXAMPLES:
        return keyboard(*_in_twos([_examples(look, job) for job in Job]), back)
    return keyboard(back)


def _topic(look: Look, topic: Topic) -> InlineKeyboardButton:
    return button(look.say(f"button-help-{topic.value}"), ShowTopic.on(look, topic=topic))


def _examples(look: Look, job: Job) -> InlineKeyboardButton:
    return button(look.say(f"button-job-{job.value}"), ShowExamples.on(look, job=job))


def _in_twos(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [buttons[place : place + 2] for place in range(0, len(buttons), 2)]


CARDS = {HELP: draw_help}
