package ixon

import (
	"encoding/json"
	"errors"
	"hash/maphash"
	"maps"

	"unictl/internal/rest"
)

// identified is a document that has a publicId in every list (§7): a row
// without one is no such document.
type identified interface{ identity() string }

func (u *User) identity() string          { return u.PublicID }
func (i *Invite) identity() string        { return i.PublicID }
func (r *Role) identity() string          { return r.PublicID }
func (p *Permission) identity() string    { return p.PublicID }
func (g *Group) identity() string         { return g.PublicID }
func (t *GroupType) identity() string     { return t.PublicID }
func (m *Membership) identity() string    { return m.PublicID }
func (d *Agent) identity() string         { return d.PublicID }
func (a *Asset) identity() string         { return a.PublicID }
func (a *Audience) identity() string      { return a.PublicID }
func (r *AccessRequest) identity() string { return r.PublicID }
func (c *Company) identity() string       { return c.PublicID }
func (t *AccessToken) identity() string   { return t.PublicID }
func (d *TrustedDevice) identity() string { return d.PublicID }
func (l *AuditLog) identity() string      { return l.PublicID }

// identity is the publicId of a row; "" for rows that need none.
func identity[T any](item *rest.Item[T]) (string, error) {
	switch row := any(&item.Value).(type) {
	case identified:
		if id := row.identity(); id != "" {
			return id, nil
		}
		return "", errors.New(`an entry of "data" has no publicId`)
	case *json.RawMessage:
		var raw Ref
		_ = json.Unmarshal(*row, &raw) // a row of another form has none
		return raw.PublicID, nil
	}
	return "", nil
}

// trail is where the reading of a list has been: it tells pages that lead
// nowhere new. It remembers the ids of earlier pages as hashes, all of them up
// to mostHashes; of a longer list those whose hash ends with some zeros, ever
// more zeros as it grows. So its memory stays below a MiB for a million rows,
// and an id is either always remembered or never: of a page that comes again
// some are, whatever its rows are cut into.
type trail struct {
	seed    maphash.Seed
	cursors map[string]bool
	ids     map[uint64]bool
	page    []uint64 // of the page that is being read: within it nothing is judged
	rows    int      // of that page
	mask    uint64
}

const mostHashes = 1 << 15

// row adds a row to the page. The error is a *circleError for one that an
// earlier page had; "" is no id.
func (t *trail) row(id string) error {
	if t.rows++; id == "" {
		return nil
	}
	if t.ids == nil {
		t.seed, t.ids, t.cursors = maphash.MakeSeed(), map[uint64]bool{}, map[string]bool{}
	}
	hash := maphash.String(t.seed, id)
	switch {
	case hash&t.mask != 0:
	case t.ids[hash]:
		return &circleError{"the service gave " + id + " on two pages"}
	default:
		t.page = append(t.page, hash)
	}
	return nil
}

// next ends a page that another one follows. The error is a *circleError.
func (t *trail) next(cursor string) error {
	switch {
	case t.rows == 0:
		return &circleError{"the service gave a page without rows and says that more follow"}
	case t.cursors[cursor]:
		return &circleError{"the service gave the cursor \"" + cursor + "\" twice"}
	case t.cursors == nil:
		t.cursors = map[string]bool{}
	}
	t.cursors[cursor] = true
	for _, hash := range t.page {
		t.ids[hash] = true
	}
	t.page, t.rows = t.page[:0], 0
	for len(t.ids) > mostHashes {
		t.mask = t.mask<<1 | 1
		maps.DeleteFunc(t.ids, func(hash uint64, _ bool) bool { return hash&t.mask != 0 })
	}
	return nil
}

// circleError is paging that would never end.
type circleError struct{ message string }

func (e *circleError) Error() string { return e.message }

// of is the error of a list: what came of it is not all, and no attempt would
// give more (§4: moreAfter is null on the last page).
func (e *circleError) of(c *Client, r rest.Request) error {
	return &rest.Error{
		Kind: rest.Failed, Provider: providerName, Call: r.Name, Method: r.Method, URL: c.rest.Base() + r.Path,
		Message: rest.Line(e.message) + ": the list cannot be read to its end",
		Hint:    "this is a fault of the service; try again, or narrow the list with filters",
	}
}
