package rest

import "encoding/json"

// Item is one element of an answer: the typed value, for tables and filters,
// and the JSON as received, so that machine output shows every field the
// service sent.
type Item[T any] struct {
	Value T
	Raw   json.RawMessage
}

// DecodeItem decodes raw into an Item; the bytes are kept, not copied.
func DecodeItem[T any](raw json.RawMessage) (Item[T], error) {
	item := Item[T]{Raw: raw}
	err := json.Unmarshal(raw, &item.Value)
	return item, err
}
