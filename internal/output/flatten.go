package output

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// pair is one line of a key and value listing.
type pair struct{ key, value string }

// flatten turns a JSON value into pairs in its own order: nested keys are
// joined with dots, elements of lists numbered from 0, lists of plain values
// joined into one.
func flatten(enc []byte, style textStyle) ([]pair, error) {
	dec := json.NewDecoder(bytes.NewReader(enc))
	dec.UseNumber()
	f := flattener{dec: dec, style: style}
	if err := f.value(""); err != nil {
		return nil, err
	}
	return f.pairs, nil
}

type flattener struct {
	dec   *json.Decoder
	style textStyle
	pairs []pair
}

func (f *flattener) value(key string) error {
	token, err := f.dec.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return f.object(key)
	case json.Delim('['):
		return f.list(key)
	}
	f.add(key, f.scalar(token))
	return nil
}

func (f *flattener) add(key, value string) {
	f.pairs = append(f.pairs, pair{sanitize(key, false), value})
}

func (f *flattener) scalar(token json.Token) string {
	if n, ok := token.(json.Number); ok {
		return n.String()
	}
	return f.style.text(token)
}

func (f *flattener) object(key string) error {
	if !f.dec.More() {
		f.add(key, "")
	}
	for f.dec.More() {
		name, err := f.dec.Token()
		if err != nil {
			return err
		}
		if err := f.value(dotted(key, name.(string))); err != nil {
			return err
		}
	}
	_, err := f.dec.Token()
	return err
}

// list joins plain elements; as soon as one is not plain, each gets its own
// key.
func (f *flattener) list(key string) error {
	start := len(f.pairs)
	plain := true
	for i := 0; f.dec.More(); i++ {
		element := dotted(key, strconv.Itoa(i))
		before := len(f.pairs)
		if err := f.value(element); err != nil {
			return err
		}
		plain = plain && len(f.pairs) == before+1 && f.pairs[before].key == element
	}
	if plain {
		var values []string
		for _, p := range f.pairs[start:] {
			values = append(values, p.value)
		}
		f.pairs = append(f.pairs[:start], pair{sanitize(key, false), strings.Join(values, f.style.list)})
	}
	_, err := f.dec.Token()
	return err
}

func dotted(key, name string) string {
	if key == "" {
		return name
	}
	return key + "." + name
}
