"""Notes on records: read by whoever sees the record, corrected by their author alone, never rewritten."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from erp.dossier.api import Subject, add_note, notes_of
from erp.dossier.notes.correct_note import correct_note
from erp.kernel.actor import Actor
from erp.kernel.db import new_session
from erp.kernel.errors import Conflict, Forbidden, NotFound, Refused
from tests.builders.crm import a_customer, a_shop, an_order
from tests.builders.organization import a_branch, a_company
from tests.kit.web_client import Forms, post_form, signed_in, user_with_role

DANGEROUS = "Call <b>before</b> delivery & \"ring\"\n<script>alert(1)</script>"


@pytest.fixture
def subject(work):
    company = a_company(work)
    return Subject("sales_order", uuid4(), company.id, "crm.sales_order.view", (company.branch_id,))


def a_person(work, name, *permissions, branch_id=None):
    user_id = work.execute(
        text("""INSERT INTO identity.user_account (id, user_name, display_name, password_hash)
                VALUES (gen_random_uuid(), :name, :name, 'x') RETURNING id"""), {"name": name},
    ).scalar_one()
    if branch_id is None:
        return Actor(name, user_id, frozenset(permissions))
    return Actor(name, user_id, branch_permissions={branch_id: frozenset(permissions)})


def test_a_note_is_read_as_it_was_written(work, subject):
    add_note(work, subject, body="  Gate code 4711\nafter six  ")
    (note,) = notes_of(work.session, subject.kind, subject.id)
    assert (note.body, note.author, note.is_pinned, note.earlier) == ("Gate code 4711\nafter six", "test", False, ())
    assert notes_of(work.session, "quote", subject.id) == []


@pytest.mark.parametrize("body", ["", "   \n", "x" * 4001])
def test_a_note_says_something_and_not_too_much(work, subject, body):
    with pytest.raises(Refused) as refused:
        add_note(work, subject, body=body)
    assert refused.value.field == "body"


def test_a_correction_is_a_new_version_and_the_old_words_stay(work, subject):
    work.actor = ann = a_person(work, "ann", "crm.sales_order.view", "crm.quote.view", "dossier.note.write")
    note_id = add_note(work, subject, body="Deliver on Tuesday")
    correct_note(work, subject, note_id, version_no=1, body="Deliver on Thursday")
    work.actor = a_person(work, "ben", "crm.sales_order.view", "dossier.note.write")
    correct_note(work, subject, note_id, version_no=2, is_pinned=True)
    (note,) = notes_of(work.session, subject.kind, subject.id)
    assert (note.body, note.author, note.changed_by, note.version_no) == ("Deliver on Thursday", "ann", "ann", 3)
    assert note.is_pinned, "and pinning is no correction"
    assert [version.body for version in note.earlier] == ["Deliver on Tuesday"]
    with pytest.raises(Forbidden, match="whoever wrote it"):
        correct_note(work, subject, note_id, version_no=3, body="Deliver never")
    work.actor = ann
    with pytest.raises(Conflict, match="changed meanwhile"):
        correct_note(work, subject, note_id, version_no=2, body="Deliver on Friday")
    with pytest.raises(NotFound):
        correct_note(work, Subject("quote", subject.id, subject.company_id, "crm.quote.view"), note_id, version_no=3)


def test_the_database_lets_nobody_rewrite_a_note(work, subject):
    add_note(work, subject, body="as it was")
    for statement in ("UPDATE dossier.note_version SET body = 'other'", "DELETE FROM dossier.note_version"):
        with pytest.raises(Exception, match=r"permission denied|are final"), work.session.begin_nested():
            work.execute(text(statement))


def test_pinned_notes_come_first_and_many_cost_one_execution(work, subject):
    for number in range(5):
        add_note(work, subject, body=f"note {number}", is_pinned=number == 1)
    assert [note.body for note in notes_of(work.session, subject.kind, subject.id)] == [
        "note 1", "note 4", "note 3", "note 2", "note 0"]


@pytest.mark.parametrize("held", [
    ("dossier.note.write",), ("crm.sales_order.view",), (),
])  # fmt: skip
def test_writing_takes_seeing_the_record_and_the_right_to_write(work, subject, held):
    work.actor = a_person(work, "carl", *held)
    with pytest.raises(Forbidden, match="for this record"):
        add_note(work, subject, body="no")


def test_rights_count_in_the_branch_of_the_record(work, subject):
    other = a_branch(work, subject.company_id)
    work.actor = a_person(work, "dora", "crm.sales_order.view", "dossier.note.write", branch_id=other)
    with pytest.raises(Forbidden):
        add_note(work, subject, body="no")
    work.actor = a_person(work, "emil", "crm.sales_order.view", "dossier.note.write", branch_id=subject.branches[0])
    add_note(work, subject, body="yes")


@pytest.fixture
def order(services, system):
    def build(work):
        shop = a_shop(work)
        return shop, an_order(work, shop, a_customer(work, shop.company), [(shop.item(work), 3)])

    shop, outcome = services.units.run(system, build)
    return shop, f"/crm/orders/{outcome.id}", outcome.id


def test_a_note_is_written_on_the_page_and_shown_as_text(order, client_as):
    _shop, page, order_id = order
    sales = client_as("sales")
    address = f"/dossier/sales_order/{order_id}/notes"
    answer = post_form(sales, address, {"body": DANGEROUS, "is_pinned": "1"}, page=page)
    assert answer.headers["Location"] == f"{page}#notes"
    shown = sales.get(page).text
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3, "on top, in the list, and in its correction"
    assert "<script>alert" not in shown
    refused = post_form(sales, address, {"body": ""}, page=page)
    assert refused.status_code == 422
    assert "This field is needed." in refused.text


def test_a_note_is_corrected_and_pinned_on_the_page(order, client_as, app, services):
    _shop, page, order_id = order
    sales = client_as("sales")
    post_form(sales, f"/dossier/sales_order/{order_id}/notes", {"body": "first words"}, page=page)
    with new_session(services.engine) as session:
        note_id = notes_of(session, "sales_order", order_id)[0].id
    post_form(sales, f"/dossier/notes/{note_id}/correct", {"body": "better words"}, page=page)
    post_form(sales, f"/dossier/notes/{note_id}/pin", {}, page=page)
    shown = sales.get(page).text
    assert "how it read before" in shown
    assert 'class="message message-warning note-pinned"' in shown
    colleague = signed_in(app, services, user_with_role(services, "sales", name="colleague"))
    assert f"/dossier/notes/{note_id}/correct" not in colleague.get(page).text
    assert f"/dossier/notes/{note_id}/pin" in colleague.get(page).text
    stale = {"body": "late", "version_no": "1"}
    answer = post_form(sales, f"/dossier/notes/{note_id}/correct", stale, page=page)
    assert answer.status_code == 409
    assert "late</textarea>" in answer.text, "what was typed stays"


def test_a_stranger_to_the_branch_gets_no_note_through_any_door(order, client_as, services, system):
    shop, page, order_id = order
    sales = client_as("sales")
    post_form(sales, f"/dossier/sales_order/{order_id}/notes", {"body": "secret words"}, page=page)
    elsewhere = services.units.run(system, lambda work: a_branch(work, shop.company.id))
    stranger = client_as("branch_staff", elsewhere)
    refused = stranger.get(page)
    assert refused.status_code == 403
    assert "secret words" not in refused.text
    held = {**_keys(stranger), "body": "mine"}
    assert stranger.post(f"/dossier/sales_order/{order_id}/notes", data=held).status_code == 403
    assert stranger.post(f"/dossier/sonnet/{order_id}/notes", data=held).status_code == 404


def _keys(client):
    """The token of a page the person may see, and a key of their own."""
    found = next(held for _action, held in Forms(client.get("/").text).forms if "csrf_token" in held)
    return {"csrf_token": found["csrf_token"], "request_key": str(uuid4())}
