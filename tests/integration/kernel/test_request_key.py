"""A request sent several times acts once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict
from erp.kernel.request_key import claim_request, keep_answer


def act(services, actor, key, body_hash="h"):
    """A step that leaves one mark each time it really acts, and answers with what it did."""

    def step(work):
        earlier = claim_request(work, key, body_hash)
        if earlier:
            return earlier.answer
        number = work.session.scalar(text(
            "INSERT INTO kernel.import_mark (source, key) VALUES ('acted', gen_random_uuid()::text) RETURNING key"))
        keep_answer(work, key, {"acted": number})
        return {"acted": number}

    return services.units.run(actor, step)


def test_five_at_once_act_once_and_answer_the_same(services, system):
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: act(services, system, "k1"), range(5)))
    assert len({answer["acted"] for answer in answers}) == 1
    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM kernel.import_mark")) == 1


def test_a_key_is_bound_to_the_content_and_the_person(services, system):
    act(services, system, "k2")
    with pytest.raises(Conflict, match="other content"):
        act(services, system, "k2", body_hash="something else")
    with pytest.raises(Conflict):
        act(services, Actor(name="somebody else"), "k2")


def test_a_step_that_failed_leaves_the_key_free(services, system):
    def fail(work):
        claim_request(work, "k3", "h")
        raise RuntimeError("crash")

    with pytest.raises(RuntimeError):
        services.units.run(system, fail)
    assert act(services, system, "k3")["acted"]
