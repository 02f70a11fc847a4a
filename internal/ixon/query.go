package ixon

import (
	"net/url"

	"unictl/internal/rest"
)

// maxQuery is the length of query string up to which IXON's own portal sends
// filters (§4), and cursor stands for the page-after of later pages.
const (
	maxQuery = 4096
	cursor   = "publicid0000"
)

// fit is the query of a list. Filters that make it too long are left out, all
// of them, and filtered is false: the list is then longer than asked for, and
// whoever asked applies the filters to the rows.
func fit(fields string, filters []Filter) (query []rest.Param, filtered bool) {
	if fields != "" {
		query = append(query, rest.Param{Name: "fields", Value: fields})
	}
	bare := len(query)
	for _, filter := range filters {
		query = append(query, rest.Param{Name: "filters", Value: string(filter)})
	}
	if queryLength(paged(rest.Request{Query: query}, cursor).Query) > maxQuery {
		return query[:bare], len(filters) == 0
	}
	return query, true
}

func queryLength(query []rest.Param) int {
	length := -1 // no & before the first
	for _, p := range query {
		length += len("&=") + len(url.QueryEscape(p.Name)) + len(url.QueryEscape(p.Value))
	}
	return length
}
