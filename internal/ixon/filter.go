package ixon

import (
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"unictl/internal/rest"
)

// Filter is one condition of the filters parameter, e.g. eq(name,"Ada"). Columns
// may be dotted: group.publicId. Several are joined by and (§4); "" is none.
//
// Filters that make the query too long are left out, all of them, and so is a
// value that no filter can express. Such a list is longer than was asked for, so
// whoever filters looks at the rows as well.
type Filter string

// Eq keeps rows whose column equals value. It is "" for an empty value, and for
// one that would have to be escaped: how the service does that is not known (§4).
func Eq(column, value string) Filter {
	unquotable := func(r rune) bool { return r == '"' || r == '\\' || unicode.IsControl(r) }
	if value == "" || !utf8.ValidString(value) || strings.ContainsFunc(value, unquotable) {
		return ""
	}
	return Filter("eq(" + column + `,"` + value + `")`)
}

// IsNull keeps rows that have no value in column.
func IsNull(column string) Filter { return Filter("isnull(" + column + ")") }

// Gte keeps rows at or later than t; it is "" for the zero time.
func Gte(column string, t time.Time) Filter {
	if t.IsZero() {
		return ""
	}
	return Filter("gte(" + column + `,"` + FormatTime(t) + `")`)
}

// Lt keeps rows before t; it is "" for the zero time.
func Lt(column string, t time.Time) Filter {
	if t.IsZero() {
		return ""
	}
	return Filter("lt(" + column + `,"` + FormatTime(t) + `")`)
}

// maxQuery is the length of query string up to which IXON's own portal sends
// filters (§4), and cursor stands for the page-after of later pages.
const (
	maxQuery = 4096
	cursor   = "publicid0000"
)

// query is the query of a list.
func query(fields string, filters []Filter) (params []rest.Param) {
	if fields != "" {
		params = append(params, rest.Param{Name: "fields", Value: fields})
	}
	bare := len(params)
	for _, filter := range filters {
		if filter != "" {
			params = append(params, rest.Param{Name: "filters", Value: string(filter)})
		}
	}
	sent := url.Values{}
	for _, p := range paged(rest.Request{Query: params}, cursor).Query {
		sent.Add(p.Name, p.Value)
	}
	if len(sent.Encode()) > maxQuery {
		return params[:bare]
	}
	return params
}
