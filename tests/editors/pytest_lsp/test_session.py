"""One session of an editor, by a client that is not ours: pytest-lsp."""

import asyncio
import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pygls.workspace import PositionCodec, TextDocument

SAMPLE = pathlib.Path(__file__).parent.parent / "codemagic.yaml"
PROGRAM = os.environ["CODEMAGIC_LINT"]


class Editor:
    """The text as the client has it, and what it tells the server of changes."""

    def __init__(self, client: LanguageClient, folder: pathlib.Path, encoding):
        self.client = client
        self.uri = (folder / "codemagic.yaml").as_uri()
        self.version = 1
        self.text = SAMPLE.read_text("utf-8")
        self.codec = PositionCodec(encoding=encoding)

    def open(self):
        item = lsp.TextDocumentItem(self.uri, "yaml", self.version, self.text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def close(self):
        identifier = lsp.TextDocumentIdentifier(self.uri)
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(identifier))

    def position(self, offset: int) -> lsp.Position:
        before = self.text[:offset]
        line = before.count("\n")
        character = self.codec.client_num_units(before[before.rfind("\n") + 1 :])
        return lsp.Position(line, character)

    def range(self, part: str) -> lsp.Range:
        """Where a text stands that occurs once."""
        assert self.text.count(part) == 1, part
        at = self.text.index(part)
        return lsp.Range(self.position(at), self.position(at + len(part)))

    def type(self, old: str, new: str):
        """Replaces a text that occurs once, and tells the server of that range alone."""
        change = lsp.TextDocumentContentChangePartial(text=new, range=self.range(old))
        self.text = self.text.replace(old, new)
        self.tell([change])

    def apply(self, edit: lsp.WorkspaceEdit):
        """Applies what the server made, by pygls and not by the rules above."""
        edits = dict(edit.changes or {})
        for change in edit.document_changes or []:
            assert change.text_document.version in (None, self.version)
            edits[change.text_document.uri] = change.edits
        assert list(edits) == [self.uri]
        document = TextDocument(
            self.uri, self.text, sync_kind=lsp.TextDocumentSyncKind.Incremental, position_codec=self.codec
        )
        def where(change):
            return (change.range.start.line, change.range.start.character)
        for change in sorted(edits[self.uri], key=where, reverse=True):
            partial = lsp.TextDocumentContentChangePartial(text=change.new_text, range=change.range)
            document.apply_change(partial)
        self.text = document.source
        self.tell([lsp.TextDocumentContentChangeWholeDocument(text=self.text)])

    def tell(self, changes):
        self.version += 1
        identifier = lsp.VersionedTextDocumentIdentifier(version=self.version, uri=self.uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(identifier, changes))

    async def reports(self, expected: dict[str, str]) -> dict[str, lsp.Diagnostic]:
        """Waits until just these rules are reported, each at its text."""
        places = {rule: self.range(part) for rule, part in expected.items()}
        deadline = asyncio.get_running_loop().time() + 10
        while True:
            found = {one.code: one for one in self.client.diagnostics.get(self.uri, [])}
            there = {rule: one.range for rule, one in found.items()}
            if there == places:
                return found
            assert asyncio.get_running_loop().time() < deadline, (there, places)
            await asyncio.sleep(0.01)


MISTAKES = {
    "unknown-key": "max_build_duraton",
    "version-loses-zero": "1.10",
    "asc-integration-undeclared": "integration",
}


def without(*rules: str) -> dict[str, str]:
    return {rule: part for rule, part in MISTAKES.items() if rule not in rules}


@pytest.fixture(params=["utf-8", "utf-16", "utf-32"])
def encoding(request) -> str:
    return request.param


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[PROGRAM, "lsp"]))
async def client(lsp_client: LanguageClient):
    yield
    await lsp_client.shutdown_session()


async def begin(client: LanguageClient, folder: pathlib.Path, encoding: str) -> Editor:
    """Introduces itself as Neovim does, with one encoding."""
    (folder / ".git").mkdir()
    capabilities = client_capabilities("neovim")
    capabilities.text_document.diagnostic = None
    capabilities.general = lsp.GeneralClientCapabilities(
        position_encodings=[lsp.PositionEncodingKind(encoding)]
    )
    workspace = lsp.WorkspaceFolder(uri=folder.as_uri(), name="work")
    result = await client.initialize_session(
        lsp.InitializeParams(capabilities=capabilities, workspace_folders=[workspace])
    )
    assert result.capabilities.position_encoding == encoding
    editor = Editor(client, folder, result.capabilities.position_encoding)
    editor.open()
    return editor


@pytest.mark.asyncio
async def test_diagnostics_are_pushed_for_each_text(client, tmp_path, encoding):
    editor = await begin(client, tmp_path, encoding)
    found = (await editor.reports(MISTAKES))["unknown-key"]
    assert found.source == "codemagic-lint"
    editor.type('"Grüße 🚀"', '"🍏 Grüße 🚀🚀"')
    await editor.reports(MISTAKES)
    editor.type("duraton", "duration")
    editor.type("1.10", "'1.10'")
    await editor.reports(without("unknown-key", "version-loses-zero"))
    editor.close()
    await editor.reports({})


@pytest.mark.asyncio
async def test_diagnostics_are_pulled(client, tmp_path, encoding):
    editor = await begin(client, tmp_path, encoding)
    identifier = lsp.TextDocumentIdentifier(editor.uri)
    report = await client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(identifier))
    assert report.kind == "full"
    found = {item.code: item.range for item in report.items}
    assert found["version-loses-zero"] == editor.range("1.10")
    again = await client.text_document_diagnostic_async(
        lsp.DocumentDiagnosticParams(identifier, previous_result_id=report.result_id)
    )
    assert again.kind == "unchanged"


@pytest.mark.asyncio
async def test_completion_and_hover(client, tmp_path, encoding):
    editor = await begin(client, tmp_path, encoding)
    identifier = lsp.TextDocumentIdentifier(editor.uri)
    editor.type("    triggering:\n", "    working_dir\n    triggering:\n")
    end = editor.range("working_dir").end
    answer = await client.text_document_completion_async(lsp.CompletionParams(identifier, end))
    items = answer.items if isinstance(answer, lsp.CompletionList) else answer
    assert "working_directory" in [item.label for item in items]
    place = editor.range("instance_type").start
    hover = await client.text_document_hover_async(lsp.HoverParams(identifier, place))
    assert "instance_type" in hover.contents.value
    assert hover.range == editor.range("instance_type")


@pytest.mark.asyncio
async def test_a_fix_and_a_rename_are_applied(client, tmp_path, encoding):
    editor = await begin(client, tmp_path, encoding)
    identifier = lsp.TextDocumentIdentifier(editor.uri)
    found = (await editor.reports(MISTAKES))["version-loses-zero"]
    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(identifier, found.range, lsp.CodeActionContext([found], only=["quickfix"]))
    )
    fixes = [action for action in actions if action.edit and "'1.10'" in str(action.edit)]
    assert len(fixes) == 1, actions
    editor.apply(fixes[0].edit)
    assert "cocoapods: '1.10' }" in editor.text
    await editor.reports(without("version-loses-zero"))

    place = editor.range("&tools").end
    edit = await client.text_document_rename_async(
        lsp.RenameParams(identifier, lsp.Position(place.line, place.character - 1), "werkzeug")
    )
    editor.apply(edit)
    expected = SAMPLE.read_text("utf-8").replace("1.10", "'1.10'")
    expected = expected.replace("&tools", "&werkzeug").replace("*tools", "*werkzeug")
    assert editor.text == expected
    await editor.reports(without("version-loses-zero"))


@pytest.mark.asyncio
async def test_a_command_answers(client, tmp_path):
    editor = await begin(client, tmp_path, "utf-16")
    params = lsp.ExecuteCommandParams("codemagic-lint.showEffective", [editor.uri, "android"])
    answer = await client.workspace_execute_command_async(params)
    assert "java" in str(answer)
