# GNU make 3.81 (macOS) and 4.

# The version comes from git where this directory is a checkout of its own; an
# unpacked archive says "dev", also when it lies inside another repository.
ifneq ($(wildcard .git),)
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null)
COMMIT  := $(shell git rev-parse --verify --quiet HEAD 2>/dev/null)
DATE    := $(shell TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd 2>/dev/null)
endif
VERSION := $(if $(VERSION),$(VERSION),dev)

LDFLAGS := -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT) -X main.date=$(DATE)
BUILD   := -trimpath -ldflags "$(LDFLAGS)"
TOOL    := go tool -modfile=tools/go.mod

.DEFAULT_GOAL := help
.PHONY: help build install test test-packages test-program check check-format check-vet check-modules check-lint check-docs \
	demo bench soak vuln docs fmt clean

help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Without C the binary is static: it starts a quarter faster and runs anywhere.
build: ## build bin/unictl
	CGO_ENABLED=0 go build $(BUILD) -o bin/unictl$$(go env GOEXE) .

install: ## build and put unictl into GOBIN
	CGO_ENABLED=0 go install $(BUILD) .

# The race detector needs a C compiler on most systems; go reports CGO_ENABLED=0
# where there is none. The limits only guard against tests that hang.
RACE = $(if $(filter 1,$(shell go env CGO_ENABLED)),-race,$(warning no C compiler found: testing without the race detector))

test: test-packages test-program ## run all tests

test-packages: ## test each package, with the race detector where a C compiler is found
	go test $(RACE) -timeout 10m $$(go list ./... | grep -v '/test$$')

# Stories wait more than they work, for programs that they start: hence -parallel.
test-program: ## test the whole program, as it is released: stories, canary, short soak
	CGO_ENABLED=0 go test -timeout 15m -parallel 4 ./test

check: check-format check-vet check-modules check-lint check-docs ## format, vet, modules, staticcheck, generated docs

check-format:
	@failed=; diff=$$(gofmt -d .) || failed=1; \
	if [ -n "$$diff" ]; then printf '%s\n' "$$diff" "not formatted: run make fmt" >&2; fi; \
	[ -z "$$diff$$failed" ]

check-vet:
	go vet ./...
	go vet -tags soak ./...
	CGO_ENABLED=0 GOOS=windows go vet ./...
	CGO_ENABLED=0 GOOS=darwin go vet ./...

check-modules:
	go mod tidy -diff
	cd tools && go mod tidy -diff

check-lint:
	$(TOOL) staticcheck ./...

check-docs:
	bash scripts/docs-current.sh

demo: build ## run the examples against the sandbox, touching nothing of yours
	bash scripts/demo.sh

bench: build ## run the benchmarks and print the ratios to the yardsticks
	go test -timeout 60m -run '^$$' -bench . -benchmem ./...
	bash scripts/bench.sh

soak: ## fuzz every target for 30 s, then the long tests (some 240 kills), and the canary with the race detector
	bash scripts/fuzz.sh
	go test -tags soak -timeout 30m -skip '^TestSoak$$' ./...
	CGO_ENABLED=0 go test -tags soak -timeout 60m -parallel 8 -run '^TestSoak$$' -v ./test
	go test $(RACE) -timeout 30m -run '^TestCanary$$' ./test

vuln: ## look for known vulnerabilities (asks vuln.go.dev)
	$(TOOL) govulncheck ./...

docs: ## write docs/reference anew from the commands
	go run ./cmd/gendocs docs/reference

fmt: ## format the Go code
	gofmt -w .

clean: ## remove what was built
	rm -rf bin coverage.out
