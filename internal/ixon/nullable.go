package ixon

import "encoding/json"

// Nullable is a property of a patch: absent (the zero value: it stays as it
// is), null (it is cleared) or a value (§5). Fields of this type carry the tag
// omitzero.
type Nullable[T any] struct {
	value *T
	given bool
}

// Set changes the property to v.
func Set[T any](v T) Nullable[T] { return Nullable[T]{value: &v, given: true} }

// Clear changes the property to null.
func Clear[T any]() Nullable[T] { return Nullable[T]{given: true} }

// IsZero reports that the property is absent.
func (n Nullable[T]) IsZero() bool { return !n.given }

// MarshalJSON gives the value or null.
func (n Nullable[T]) MarshalJSON() ([]byte, error) { return json.Marshal(n.value) }
