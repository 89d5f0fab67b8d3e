-- codemagic-lint for the LSP client that is built into Neovim 0.11 and newer:
--
--   vim.lsp.enable('codemagic_lint')

local names = { ['codemagic.yaml'] = true, ['codemagic.yml'] = true }

---@type vim.lsp.Config
return {
  cmd = { 'codemagic-lint', 'lsp' },
  -- The buffer stays YAML. Only where `root_dir` gives a directory is a server started,
  -- so that other YAML files have none.
  filetypes = { 'yaml' },
  root_dir = function(buffer, give)
    local path = vim.api.nvim_buf_get_name(buffer)
    if names[vim.fs.basename(path)] then
      give(vim.fs.root(buffer, { '.git' }) or vim.fs.dirname(path))
    end
  end,
  settings = { ['codemagic-lint'] = vim.empty_dict() },
}
