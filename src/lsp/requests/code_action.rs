//! `textDocument/codeAction` and `codeAction/resolve`

use gen_lsp_types as lsp;

use crate::lsp::actions::actions;
pub(in crate::lsp) use crate::lsp::actions::resolve;
use crate::lsp::view::View;

pub(in crate::lsp) fn answer(
    view: &View<'_>,
    params: &lsp::CodeActionParams,
) -> Option<Vec<lsp::CodeActionResponse>> {
    let actions = actions(view, params).into_iter();
    Some(actions.map(Into::into).collect())
}
