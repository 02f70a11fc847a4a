package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"syscall"
	"testing"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/output"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

func TestExitCode(t *testing.T) {
	t.Parallel()
	of := func(kind rest.Kind) error { return &rest.Error{Kind: kind, Message: "x"} }
	unknown, notFound := of(rest.Unknown), of(rest.NotFound)
	for name, c := range map[string]struct {
		err  error
		want int
	}{
		"none":               {nil, 0},
		"plain":              {errPlain, 1},
		"declined":           {&fault.DeclinedError{}, 1},
		"secret lost":        {&fault.SecretLostError{Err: errPlain}, 1},
		"jq at run time":     {&output.JQError{}, 1},
		"usage":              {&fault.UsageError{}, 2},
		"output usage":       {&output.UsageError{}, 2},
		"ambiguous":          {&fault.AmbiguousError{}, 2},
		"flag's value":       {&fault.NotFoundError{}, 2},
		"not configured":     {&fault.NotConfiguredError{}, 2},
		"config file":        {&config.FileError{}, 2},
		"config key":         {&config.UnknownKeyError{}, 2},
		"config context":     {&config.UnknownContextError{}, 2},
		"config name":        {&config.ContextNameError{}, 2},
		"config secret":      {&config.SecretKeyError{}, 2},
		"config value":       {&config.ValueError{}, 2},
		"config conflict":    {&config.ConflictError{}, 2},
		"no home":            {&config.DirectoryError{}, 2},
		"refused here":       {of(rest.BadInput), 2},
		"rows":               {&fault.RowsError{}, 3},
		"credential":         {&fault.CredentialError{}, 4},
		"guard":              {&fault.RefusedError{}, 4},
		"401":                {of(rest.Credential), 4},
		"bad secret":         {&secret.InvalidError{}, 4},
		"readable secret":    {&secret.PermissionError{}, 4},
		"broken secrets":     {&secret.FileError{}, 4},
		"target":             {&fault.NotFoundError{Target: true}, 5},
		"404":                {notFound, 5},
		"exists":             {&fault.ExistsError{}, 6},
		"context exists":     {&config.ContextExistsError{}, 6},
		"409":                {of(rest.Conflict), 6},
		"503":                {of(rest.Temporary), 7},
		"deadline":           {fmt.Errorf("lock: %w", context.DeadlineExceeded), 7},
		"service refused":    {of(rest.Failed), 1},
		"findings":           {&fault.FindingsError{Count: 1}, 8},
		"unknown outcome":    {unknown, 9},
		"unknown row":        {&fault.RowsError{Unknown: 1}, 9},
		"interrupted":        {context.Canceled, 130},
		"closed pipe":        {fmt.Errorf("write: %w", syscall.EPIPE), 0},
		"wrapped":            {fmt.Errorf("x: %w", &fault.UsageError{}), 2},
		"step":               {&fault.StepError{Err: notFound}, 5},
		"step unknown":       {&fault.StepError{Err: unknown}, 9},
		"undo unknown":       {&fault.StepError{Err: notFound, UndoErr: unknown}, 9},
		"130 before 9":       {errors.Join(unknown, context.Canceled), 130},
		"130 before 3":       {errors.Join(&fault.RowsError{}, context.Canceled), 130},
		"9 before 3":         {errors.Join(&fault.RowsError{}, unknown), 9},
		"9 after another":    {errors.Join(of(rest.Failed), unknown), 9},
		"3 before the rest":  {errors.Join(&fault.UsageError{}, &fault.RowsError{}), 3},
		"3 before a pipe":    {errors.Join(&fault.RowsError{}, syscall.EPIPE), 3},
		"service hung up":    {&rest.Error{Kind: rest.Temporary, Err: syscall.EPIPE}, 7},
		"write, and hung up": {&rest.Error{Kind: rest.Unknown, Err: syscall.EPIPE}, 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := fault.Code(c.err); got != c.want {
				t.Errorf("exit %d, want %d", got, c.want)
			}
		})
	}
}

// The table for documentation has every code, and each but 0 has its word.
func TestExitCodesAreDocumented(t *testing.T) {
	t.Parallel()
	var codes []int
	for _, e := range fault.ExitCodes() {
		codes = append(codes, e.Code)
		if e.Meaning == "" || (e.Code != fault.ExitDone && fault.Word(e.Code) == "") {
			t.Errorf("exit %d has no meaning or no word", e.Code)
		}
	}
	if want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 130}; !slices.Equal(codes, want) {
		t.Errorf("codes %v, want %v", codes, want)
	}
}

func TestAClosedStdoutIsQuietAndDone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Out = closedPipe{}
	b.want(0, "plant list -o jsonl", "err!e")
	b.want(0, "plant add new@example.com --size big -o json", "err!e")
	b.wrote("POST /things")
	b.want(0, "plant remove Lathe id-press --yes -q -o jsonl", "err!error")
	b.wrote("POST /things", "DELETE /things/id-lathe", "DELETE /things/id-press")
}

type closedPipe struct{ io.Writer }

func (closedPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }
