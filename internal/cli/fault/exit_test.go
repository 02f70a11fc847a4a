package fault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"syscall"
	"testing"

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
		"plain":              {errors.New("plain"), 1},
		"declined":           {&DeclinedError{}, 1},
		"secret lost":        {&SecretLostError{Err: errors.New("plain")}, 1},
		"jq at run time":     {&output.JQError{}, 1},
		"usage":              {&UsageError{}, 2},
		"output usage":       {&output.UsageError{}, 2},
		"ambiguous":          {&AmbiguousError{}, 2},
		"flag's value":       {&NotFoundError{}, 2},
		"not configured":     {&NotConfiguredError{}, 2},
		"config file":        {&config.FileError{}, 2},
		"config key":         {&config.UnknownKeyError{}, 2},
		"config context":     {&config.UnknownContextError{}, 2},
		"config name":        {&config.ContextNameError{}, 2},
		"config secret":      {&config.SecretKeyError{}, 2},
		"config value":       {&config.ValueError{}, 2},
		"config conflict":    {&config.ConflictError{}, 2},
		"no home":            {&config.DirectoryError{}, 2},
		"refused here":       {of(rest.BadInput), 2},
		"rows":               {&RowsError{}, 3},
		"credential":         {&CredentialError{}, 4},
		"guard":              {&RefusedError{}, 4},
		"401":                {of(rest.Credential), 4},
		"bad secret":         {&secret.InvalidError{}, 4},
		"readable secret":    {&secret.PermissionError{}, 4},
		"broken secrets":     {&secret.FileError{}, 4},
		"target":             {&NotFoundError{Target: true}, 5},
		"404":                {notFound, 5},
		"exists":             {&ExistsError{}, 6},
		"context exists":     {&config.ContextExistsError{}, 6},
		"409":                {of(rest.Conflict), 6},
		"503":                {of(rest.Temporary), 7},
		"deadline":           {fmt.Errorf("lock: %w", context.DeadlineExceeded), 7},
		"service refused":    {of(rest.Failed), 1},
		"findings":           {&FindingsError{Count: 1}, 8},
		"unknown outcome":    {unknown, 9},
		"unknown row":        {&RowsError{Unknown: 1}, 9},
		"interrupted":        {context.Canceled, 130},
		"closed pipe":        {fmt.Errorf("write: %w", syscall.EPIPE), 0},
		"wrapped":            {fmt.Errorf("x: %w", &UsageError{}), 2},
		"step":               {&StepError{Err: notFound}, 5},
		"step unknown":       {&StepError{Err: unknown}, 9},
		"undo unknown":       {&StepError{Err: notFound, UndoErr: unknown}, 9},
		"130 before 9":       {errors.Join(unknown, context.Canceled), 130},
		"130 before 3":       {errors.Join(&RowsError{}, context.Canceled), 130},
		"9 before 3":         {errors.Join(&RowsError{}, unknown), 9},
		"9 after another":    {errors.Join(of(rest.Failed), unknown), 9},
		"3 before the rest":  {errors.Join(&UsageError{}, &RowsError{}), 3},
		"3 before a pipe":    {errors.Join(&RowsError{}, syscall.EPIPE), 3},
		"service hung up":    {&rest.Error{Kind: rest.Temporary, Err: syscall.EPIPE}, 7},
		"write, and hung up": {&rest.Error{Kind: rest.Unknown, Err: syscall.EPIPE}, 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Code(c.err); got != c.want {
				t.Errorf("exit %d, want %d", got, c.want)
			}
		})
	}
}

// The table for documentation has every code, and each but 0 has its word.
func TestExitCodesAreDocumented(t *testing.T) {
	t.Parallel()
	var codes []int
	for _, e := range ExitCodes() {
		codes = append(codes, e.Code)
		if e.Meaning == "" || (e.Code != ExitDone && Word(e.Code) == "") {
			t.Errorf("exit %d has no meaning or no word", e.Code)
		}
	}
	if want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 130}; !slices.Equal(codes, want) {
		t.Errorf("codes %v, want %v", codes, want)
	}
}
