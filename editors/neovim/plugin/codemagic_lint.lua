-- Starts codemagic-lint for codemagic.yaml, in Neovim 0.7 and newer. Settings, before
-- this file is read:
--
--   vim.g.codemagic_lint = {
--     cmd = { '/path/to/codemagic-lint', 'lsp' },
--     settings = { ignore = { 'style' } },
--   }

if vim.g.loaded_codemagic_lint then
  return
end
vim.g.loaded_codemagic_lint = true

local chosen = vim.g.codemagic_lint or {}

require('codemagic_lint').setup()

if vim.lsp.config and vim.lsp.enable then
  -- 0.11 and newer: `lsp/codemagic_lint.lua` says the rest.
  vim.lsp.config('codemagic_lint', {
    cmd = chosen.cmd,
    settings = chosen.settings and { ['codemagic-lint'] = chosen.settings } or nil,
  })
  vim.lsp.enable('codemagic_lint')
  return
end

local function root_of(path)
  local folder = vim.fn.fnamemodify(path, ':p:h')
  local upward = vim.fn.escape(folder, ' ') .. ';'
  local git = vim.fn.finddir('.git', upward)
  -- In worktrees and submodules it is a file. The nearer of the two is the root's.
  local file = vim.fn.findfile('.git', upward)
  local of_folder = git ~= '' and vim.fn.fnamemodify(git, ':p:h:h') or ''
  local of_file = file ~= '' and vim.fn.fnamemodify(file, ':p:h') or ''
  local root = #of_file > #of_folder and of_file or of_folder
  return root ~= '' and root or folder
end

local clients = {}

local function start(buffer)
  local path = vim.api.nvim_buf_get_name(buffer)
  local config = {
    name = 'codemagic_lint',
    cmd = chosen.cmd or { 'codemagic-lint', 'lsp' },
    root_dir = root_of(path),
    settings = { ['codemagic-lint'] = chosen.settings or vim.empty_dict() },
    on_attach = function(_, attached)
      vim.bo[attached].omnifunc = 'v:lua.vim.lsp.omnifunc'
    end,
  }
  if vim.lsp.start then
    vim.api.nvim_buf_call(buffer, function()
      vim.lsp.start(config)
    end)
    return
  end
  -- 0.7 has no `vim.lsp.start`, which would use one server for all files of a root.
  local root = config.root_dir
  if not clients[root] or not vim.lsp.get_client_by_id(clients[root]) then
    config.workspace_folders = { { uri = vim.uri_from_fname(root), name = root } }
    clients[root] = vim.lsp.start_client(config)
  end
  if clients[root] then
    vim.lsp.buf_attach_client(buffer, clients[root])
  end
end

vim.api.nvim_create_autocmd({ 'BufReadPost', 'BufNewFile' }, {
  group = vim.api.nvim_create_augroup('codemagic_lint', {}),
  pattern = { 'codemagic.yaml', 'codemagic.yml' },
  callback = function(args)
    start(args.buf)
  end,
})
