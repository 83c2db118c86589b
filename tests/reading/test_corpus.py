"""Every message of the corpus, read exactly."""

from collections import Counter

import pytest

from bot.reading_aloud import as_json
from tests.reading.corpus import Message, messages

CORPUS = list(messages())


@pytest.mark.parametrize("message", CORPUS, ids=str)
def test_a_message_is_read_as_a_colleague_would(message: Message) -> None:
    said = as_json(message.reading())

    assert said["readings"] == list(message.want)
    assert [question["about"] for question in said["questions"]] == list(message.ask)


def test_the_corpus_is_as_large_as_was_promised() -> None:
    of_each = Counter(message.office for message in CORPUS)
    own = sum(of_each.values()) - of_each["utterances"]

    assert of_each["utterances"] == 43
    assert (own >= 330, of_each["not_to_be_misread"] >= 60, of_each["must_ask"] >= 40) == (
        True,
        True,
        True,
    )
