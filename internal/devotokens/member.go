package devotokens

import (
	"bytes"
	"encoding/json"
)

// member is one text in a JSON document.
type member struct {
	object     int    // the object it stands in, counted from 1 in reading order; 0 = none
	key        string // as written; of the list, when it stands in one
	text       string
	start, end int // where it stands in the document, with its quotes
}

// members reads every text of a document, at any depth, in order; ok is false
// when the document is not JSON.
func members(raw json.RawMessage) (all []member, ok bool) {
	if !json.Valid(raw) {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	m := memberReader{raw: raw, decoder: d}
	err := m.read("", 0)
	return m.all, err == nil
}

type memberReader struct {
	raw     []byte
	decoder *json.Decoder
	objects int
	all     []member
}

// read takes in one value.
func (m *memberReader) read(key string, object int) error {
	before := int(m.decoder.InputOffset())
	token, err := m.decoder.Token()
	if err != nil {
		return err
	}
	switch v := token.(type) {
	case string:
		start := before + bytes.IndexByte(m.raw[before:], '"') // behind blanks, a colon or a comma
		m.all = append(m.all, member{object, key, v, start, int(m.decoder.InputOffset())})
	case json.Delim:
		return m.readInside(v, key, object)
	}
	return nil
}

// readInside takes in what an opening bracket began, up to its closing one.
func (m *memberReader) readInside(opening json.Delim, key string, object int) error {
	if opening == '{' {
		m.objects++
		object = m.objects
	}
	for m.decoder.More() {
		if opening == '{' {
			token, err := m.decoder.Token()
			if err != nil {
				return err
			}
			key, _ = token.(string)
		}
		if err := m.read(key, object); err != nil {
			return err
		}
	}
	_, err := m.decoder.Token()
	return err
}
