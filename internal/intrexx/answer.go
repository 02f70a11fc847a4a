package intrexx

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"unictl/internal/rest"
)

var (
	errNotJSON = errors.New("it is not JSON")
	errWebPage = errors.New("a web page")
	errEmpty   = errors.New("it is empty")
	errFile    = errors.New("it is a file: use the command that downloads it")
)

// received is the body of a 2xx answer as one JSON value: a text becomes a
// string, nothing becomes null. Broken JSON and web pages are no answer of this
// API; a login page with status 200 is not its consent.
func received(r *rest.Response) (json.RawMessage, error) {
	text := bytes.TrimSpace(r.Body)
	switch {
	case len(text) == 0:
		return json.RawMessage("null"), nil
	case json.Valid(text):
		return text, nil
	case text[0] == '<':
		return nil, r.Misread(errWebPage)
	case text[0] == '{' || text[0] == '[':
		return nil, r.Misread(errNotJSON)
	}
	return encode(strings.ToValidUTF8(string(text), "\uFFFD")), nil
}

// Answer is what the server said to a change. That is not public but for the
// Location of a new user (§2.7): the body may be anything, or nothing.
type Answer struct {
	ID string // of what was made: from the Location, else from the body; "" = neither says
}

// answer accepts every body but a web page and broken JSON.
func answer(r *rest.Response) (Answer, error) {
	raw, err := received(r)
	if err == nil {
		err = reported(r, raw)
	}
	if err != nil {
		return Answer{}, err
	}
	id := lastSegment(r.Header.Get("Location"))
	if id == "" || id == lastSegment(r.URL) { // the collection, or the object that was changed
		id = madeID(raw, 3)
	}
	return Answer{id}, nil
}

// madeID is the id in an answer to a creation: a number, an object's own, or
// that of the only one in it that has any, such as {"user":{"id":6}}. The shape
// is not public (§2.7); it is looked into so many levels deep.
func madeID(raw json.RawMessage, levels int) string {
	if id := (Object{raw}).ID(); id != "" {
		return id
	}
	switch {
	case levels == 0:
		return ""
	case raw[0] == '{':
	case raw[0] == '[':
		list, err := rest.Few(raw)
		if err != nil || len(list) != 1 {
			return ""
		}
		return madeID(list[0], levels-1)
	default:
		text := strings.Trim(string(raw), `"`)
		if IsGUID(text) || text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
			return text
		}
		return ""
	}
	found := ""
	for _, m := range membersOf(raw) {
		if m.value[0] != '{' && m.value[0] != '[' {
			continue
		}
		if id := madeID(m.value, levels-1); id != "" && found != "" {
			return ""
		} else if id != "" {
			found = id
		}
	}
	return found
}

// reported is the error of a change whose answer says that it failed although its
// status is a success: whether anything was changed is not known. nil = it says
// nothing of the kind.
func reported(r *rest.Response, raw json.RawMessage) error {
	for _, m := range membersOf(raw) {
		if m.key != "error" && m.key != "errors" {
			continue
		}
		switch string(m.value) {
		case "null", "false", "0", `""`, "[]", "{}":
			continue
		}
		return r.Misread(errors.New("the server reports an error: " + cmp.Or(said(raw, true), "it says nothing of it")))
	}
	return nil
}

// lastSegment is the id that an address ends with, unescaped; "" when there is
// none that could be one. The address is absolute, begins with a slash, or, as
// the server's own Locations do, begins with the portal; it is not resolved
// against anything, and never asked for (§2.7).
func lastSegment(address string) string {
	if end := strings.IndexAny(address, "?#"); end >= 0 {
		address = address[:end]
	}
	if scheme, after, ok := strings.Cut(address, "//"); ok && (scheme == "" || strings.HasSuffix(scheme, ":")) {
		_, address, _ = strings.Cut(after, "/")
	}
	address = strings.TrimRight(address, "/")
	segment := address[strings.LastIndexByte(address, '/')+1:]
	plain, err := url.PathUnescape(segment)
	if err != nil || CheckID(plain) != nil {
		return ""
	}
	return plain
}

// document decodes an answer of any shape.
func document(r *rest.Response) (rest.Item[Object], error) {
	raw, err := received(r)
	if err != nil {
		return rest.Item[Object]{}, err
	}
	return itemOf(raw), nil
}

func itemOf(raw json.RawMessage) rest.Item[Object] {
	return rest.Item[Object]{Value: Object{raw}, Raw: raw}
}

// array is a list of which no more is known than that it is one: an array, or
// the only array that is a member of an object; any other answer is a list of
// one. A null and an answer with status 204 have no rows: nil.
func array(r *rest.Response) (json.RawMessage, error) {
	raw, err := received(r)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(r.Body)) == 0 && r.Status != http.StatusNoContent {
		return nil, r.Misread(errEmpty)
	}
	switch {
	case string(raw) == "null":
		return nil, nil
	case raw[0] == '[':
		return raw, nil
	case raw[0] == '{':
		if rows := soleArray(raw); rows != nil {
			return rows, nil
		}
	}
	return slices.Concat(json.RawMessage("["), raw, json.RawMessage("]")), nil
}

// soleArray is the only array among an object's members; nil when it has none or
// several.
func soleArray(object json.RawMessage) (array json.RawMessage) {
	for _, m := range membersOf(object) {
		if m.value[0] != '[' {
			continue
		}
		if array != nil {
			return nil
		}
		array = m.value
	}
	return array
}

// Object is a document or a row as the server sent it: what it looks like is
// not public (§12). Mostly it is a JSON object; a text, a number or nothing is
// kept as well.
type Object struct {
	// Raw is the JSON as received, unknown members and their order included. A
	// text that is no JSON is a JSON string here, an empty answer is null.
	Raw json.RawMessage
}

// ID is the object's id, whether it is sent as a text or a number. It stands
// under the first of these names, in any case and with or without underscores:
// id, guid, uuid, object_id, object_guid, identifier; else it is the only member
// whose name ends with _id. "" = none of them is there.
func (o Object) ID() string {
	if id := o.first("id", "guid", "uuid", "objectid", "objectguid", "identifier"); id != "" {
		return id
	}
	found := ""
	for _, m := range membersOf(o.Raw) {
		if !strings.HasSuffix(strings.ToLower(m.key), "_id") {
			continue
		}
		if found != "" {
			return ""
		}
		found = line(m.value)
	}
	return found
}

// Names are all that people may call the object. First what stands under the
// first of these names, in any case and with or without underscores:
// display_name, name, title, login_username, username, login, object_name,
// label; of users, whose members stand in sections, object_name of
// general_settings or login_username of account (§7.1). Then the technical name,
// where it has another one.
func (o Object) Names() []string {
	name := o.first("displayname", "name", "title", "loginusername", "username", "login", "objectname", "label")
	if name == "" {
		name = o.section("generalsettings").first("objectname")
	}
	if name == "" {
		name = o.section("account").first("loginusername")
	}
	if technical := o.first("name"); technical != "" && technical != name {
		return []string{name, technical}
	}
	return []string{name}
}

// first is the text or number under the first of these names, which are without
// case, underscores and hyphens.
func (o Object) first(names ...string) string {
	all := membersOf(o.Raw)
	for _, name := range names {
		for _, m := range all {
			if text := line(m.value); plainName(m.key) == name && text != "" {
				return text
			}
		}
	}
	return ""
}

// section is the object under a name, empty when there is none.
func (o Object) section(name string) Object {
	for _, m := range membersOf(o.Raw) {
		if plainName(m.key) == name {
			return Object{m.value}
		}
	}
	return Object{}
}

func plainName(key string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(key))
}

// line is a JSON string or number as one line of text, "" for anything else.
func line(raw json.RawMessage) string {
	var number json.Number
	if text := stringIn(raw); text != "" || json.Unmarshal(raw, &number) != nil {
		return rest.Line(text)
	}
	return number.String()
}

// stringIn is a JSON string, "" for anything else.
func stringIn(raw json.RawMessage) (text string) {
	_ = json.Unmarshal(raw, &text)
	return text
}

// member is one member of a JSON object.
type member struct {
	key   string
	value json.RawMessage
}

// reader reads JSON as the server may send it: with members twice and with bytes
// that are no UTF-8.
func reader(raw []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// mostMembers bounds the members that are looked at: an object with more of them
// is none that this API describes.
const mostMembers = 10_000

// membersOf lists the members of an object in their order, where they stand; nil
// when raw is something else, or broken.
func membersOf(raw json.RawMessage) (all []member) {
	r := reader(raw)
	if start, err := r.ReadToken(); err != nil || start.Kind() != '{' {
		return nil
	}
	for r.PeekKind() == '"' {
		key, err := r.ReadToken()
		if err != nil {
			return nil
		}
		name := key.String() // before the value overwrites it
		value, err := r.ReadValue()
		if err != nil || len(all) == mostMembers {
			return nil
		}
		end := int(r.InputOffset())
		all = append(all, member{name, raw[end-len(value) : end : end]})
	}
	return all
}

// hideTexts keeps every text of a body out of what is shown from here on: it is
// a secret, or carries little else, and its names are not public. It reports
// true when one is too short to be found again in a text: such a body must not
// be shown at all.
func (c *Client) hideTexts(body json.RawMessage) (unshowable bool) {
	const shortest = 4 // below it rest.Secrets leaves a value alone
	r := reader(body)
	for {
		token, err := r.ReadToken()
		if err != nil {
			return unshowable || !errors.Is(err, io.EOF)
		}
		kind, read := r.StackIndex(r.StackDepth())
		if isName := kind == '{' && read%2 == 1; token.Kind() != '"' || isName {
			continue
		}
		text := token.String()
		c.secrets.Add(text)
		unshowable = unshowable || text != "" && len(text) < shortest
	}
}
