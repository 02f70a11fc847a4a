package output

import (
	"encoding/json"
	"fmt"
	"iter"
	"testing"
	"time"
)

// person is a row of the tests.
type person struct {
	PublicID     string     `json:"publicId"`
	Name         string     `json:"name"`
	EmailAddress *string    `json:"emailAddress"`
	LastSeenOn   *time.Time `json:"lastSeenOn"`
	Logins       int        `json:"logins"`
	Roles        []string   `json:"roles"`
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func personColumns() []Column {
	of := func(get func(*person) any) func(any) any {
		return func(v any) any { return get(v.(*person)) }
	}
	return []Column{
		{Name: "name", Cell: of(func(p *person) any { return p.Name })},
		{Name: "publicId", ID: true, Cell: of(func(p *person) any { return p.PublicID })},
		{Name: "emailAddress", Cell: of(func(p *person) any { return p.EmailAddress })},
		{Name: "lastSeenOn", Cell: of(func(p *person) any { return p.LastSeenOn })},
		{Name: "logins", Wide: true, Cell: of(func(p *person) any { return p.Logins })},
		{Name: "roles", Wide: true, Cell: of(func(p *person) any { return p.Roles })},
	}
}

// received is a row as a client hands it over: typed, and the JSON it came in,
// with a field the type does not know and a number no float64 can hold.
func received(t testing.TB, raw string) Row {
	t.Helper()
	p := new(person)
	if err := json.Unmarshal([]byte(raw), p); err != nil {
		t.Fatal(err)
	}
	return Row{Value: p, Raw: json.RawMessage(raw)}
}

const (
	adaJSON = `{"name": "Ada", "publicId": "id1", "emailAddress": "ada@example.com",
  "lastSeenOn": "2026-11-19T10:00:00Z", "logins": 10, "roles": ["Admin", "Engineer"],
  "quota": 12345678901234567890.10}`
	bobJSON = `{"publicId":"id2","name":"Bob <b>","emailAddress":null,"lastSeenOn":null,"logins":9,"roles":[]}`
)

func people(t testing.TB) []Row {
	return []Row{received(t, adaJSON), received(t, bobJSON)}
}

func each(rows []Row) iter.Seq2[Row, error] { return eachThen(rows, nil) }

// eachThen yields rows, then fails if err is set.
func eachThen(rows []Row, err error) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(Row{}, err)
		}
	}
}

// crowd is n people that differ.
func crowd(t testing.TB, n int) []Row {
	t.Helper()
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = received(t, fmt.Sprintf(`{"publicId":"id%06d","name":"Person %d","emailAddress":"person%d@example.com",`+
			`"lastSeenOn":"2026-11-19T10:00:00Z","logins":%d,"roles":["Engineer"],"otpauthRequired":true,"support":false,`+
			`"memberships":[{"publicId":"m%06d","group":{"publicId":"g00000000001","reference":{"name":"All devices"}},`+
			`"role":{"publicId":"r00000000001","reference":{"name":"Engineer"}},"expiresOn":null}]}`, i, i, i, i*7%1000, i))
	}
	return rows
}

func terminal(f Format) Options {
	return Options{Format: f, Terminal: true, Width: 120, Now: func() time.Time { return noon }}
}
