package intrexx

import (
	"bytes"
	"encoding/json"
	"strings"

	"unictl/internal/rest"
)

// Object is a document or a row as the server sent it: what it looks like is
// not public (§12). Mostly it is a JSON object; a text, a number or nothing is
// kept as well.
type Object struct {
	// Raw is the JSON as received, unknown members and their order included. A
	// text that is no JSON is a JSON string here, an empty answer is null.
	Raw json.RawMessage
}

// UnmarshalJSON keeps a copy of data.
func (o *Object) UnmarshalJSON(data []byte) error {
	o.Raw = bytes.Clone(data)
	return nil
}

// MarshalJSON is the JSON as received.
func (o Object) MarshalJSON() ([]byte, error) {
	if len(o.Raw) == 0 {
		return []byte("null"), nil
	}
	return o.Raw, nil
}

// ID is the object's id, whether it is sent as a text or a number. It stands
// under the first of these names, in any case and with or without underscores:
// id, guid, uuid, object_id, object_guid, identifier; else it is the only member
// whose name ends with _id. "" = none of them is there.
func (o Object) ID() string {
	if id := o.first("id", "guid", "uuid", "objectid", "objectguid", "identifier"); id != "" {
		return id
	}
	return o.soleID()
}

// soleID is the value of the one member that is named for an id, as group_id is.
func (o Object) soleID() string {
	found := ""
	for _, m := range membersOf(o.Raw) {
		if !strings.HasSuffix(strings.ToLower(m.key), "_id") {
			continue
		}
		if found != "" {
			return ""
		}
		found = plain(m.value)
	}
	return found
}

// Name is what people call the object. It stands under the first of these
// names, in any case and with or without underscores: display_name, name,
// title, login_username, username, login, object_name, label. Of users, whose
// members stand in sections, it is object_name of general_settings or
// login_username of account (§7.1). "" = none of them is there.
func (o Object) Name() string {
	if name := o.first("displayname", "name", "title", "loginusername", "username", "login", "objectname", "label"); name != "" {
		return name
	}
	if name := o.section("generalsettings").first("objectname"); name != "" {
		return name
	}
	return o.section("account").first("loginusername")
}

// Names are all that people may call the object: Name first, and the technical
// name where it has another one.
func (o Object) Names() []string {
	names := []string{o.Name()}
	if technical := o.first("name"); technical != "" && technical != names[0] {
		names = append(names, technical)
	}
	return names
}

// first is the text or number under the first of these normal names.
func (o Object) first(names ...string) string {
	all := membersOf(o.Raw)
	for _, name := range names {
		for _, m := range all {
			if normal(m.key) != name {
				continue
			}
			if text := plain(m.value); text != "" {
				return text
			}
		}
	}
	return ""
}

// section is the object under this normal name, empty when there is none.
func (o Object) section(name string) Object {
	for _, m := range membersOf(o.Raw) {
		if normal(m.key) == name {
			return Object{m.value}
		}
	}
	return Object{}
}

// member is one member of a JSON object.
type member struct {
	key   string
	value json.RawMessage
}

// membersOf lists the members of an object in their order; nil when raw is
// something else.
func membersOf(raw json.RawMessage) []member {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil
	}
	var all []member
	for decoder.More() {
		key, err := decoder.Token()
		name, ok := key.(string)
		var value json.RawMessage
		if err != nil || !ok || decoder.Decode(&value) != nil {
			return nil
		}
		all = append(all, member{name, value})
	}
	return all
}

// normal is a name without case, underscores and hyphens.
func normal(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
}

// plain is a JSON string or number as one line of text, "" for anything else.
func plain(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return rest.Line(text)
	}
	var number json.Number
	if json.Unmarshal(raw, &number) == nil {
		return number.String()
	}
	return ""
}
