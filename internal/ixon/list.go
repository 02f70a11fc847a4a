package ixon

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"unictl/internal/rest"
)

// pageSize is what IXON's own portal asks for; the default of about 20 makes
// scripts lose rows (§4, §8).
const pageSize = "4000"

// list is a list operation with explicit fields. filtered is false when there
// were filters and they were left out, see fit.
func list[T any](ctx context.Context, c *Client, name, path, fields string, filters []Filter) (all iter.Seq2[rest.Item[T], error], filtered bool) {
	query, filtered := fit(fields, filters)
	return pages[T](ctx, c, rest.Get(name, path, query...)), filtered
}

// pages follows moreAfter to the end. A page that cannot be had, a row that
// cannot be read and a cursor that comes again end the sequence with one error:
// a list that is not whole is never taken for whole.
func pages[T any](ctx context.Context, c *Client, r rest.Request) iter.Seq2[rest.Item[T], error] {
	return func(yield func(rest.Item[T], error) bool) {
		seen := map[string]bool{}
		for after := ""; ; {
			more, err := nextPage(ctx, c, paged(r, after), func(item rest.Item[T]) bool { return yield(item, nil) })
			if err == nil && seen[more] {
				err = repeated(c, r, more)
			}
			switch {
			case errors.Is(err, errStop):
				return
			case err != nil:
				yield(rest.Item[T]{}, err)
				return
			case more == "":
				return
			}
			seen[more], after = true, more
		}
	}
}

func nextPage[T any](ctx context.Context, c *Client, r rest.Request, yield func(rest.Item[T]) bool) (more string, err error) {
	answer, err := rest.NewCall(c.rest, c.operation(r), whole).Do(ctx)
	if err != nil {
		return "", err
	}
	more, err = readPage(answer.Body, yield)
	if err != nil && !errors.Is(err, errStop) {
		err = unusable(answer, err)
	}
	return more, err
}

func whole(r *rest.Response) (*rest.Response, error) { return r, nil }

// paged adds the parameters of one page; a page-size that is given stays.
func paged(r rest.Request, after string) rest.Request {
	r.Query = slices.Clone(r.Query)
	if !slices.ContainsFunc(r.Query, func(p rest.Param) bool { return p.Name == "page-size" }) {
		r.Query = append(r.Query, rest.Param{Name: "page-size", Value: pageSize})
	}
	if after != "" {
		r.Query = slices.DeleteFunc(r.Query, func(p rest.Param) bool { return p.Name == "page-after" })
		r.Query = append(r.Query, rest.Param{Name: "page-after", Value: after})
	}
	return r
}

func repeated(c *Client, r rest.Request, cursor string) error {
	return &rest.Error{
		Kind: rest.Failed, Provider: providerName, Call: r.Name, Method: r.Method, URL: c.rest.Base() + r.Path,
		Message: fmt.Sprintf("the service gave the cursor %q twice: the list cannot be read to its end", rest.Line(cursor)),
		Hint:    "this is a fault of the service; try again, or narrow the list with filters",
	}
}
