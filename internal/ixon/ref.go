package ixon

// Ref points at a document in a request body: {"publicId":"…"}. The zero Ref is
// left out of the body.
type Ref struct {
	PublicID string `json:"publicId"`
}

// To is a Ref to id.
func To(id string) Ref { return Ref{PublicID: id} }

// Reference is a document as another one mentions it. The names are optional:
// name is there for some mentions only, and reference.name, which IXON's own
// portal uses, is not in the published specification (§4).
type Reference struct {
	PublicID  string `json:"publicId"`
	Name      string `json:"name"`
	Reference *Named `json:"reference"`
}

// Named is the resolved part of a Reference.
type Named struct {
	Name string `json:"name"`
}

// DisplayName is the name, whichever way it came; "" when the service sent
// none, and the caller looks the id up. A nil Reference has none.
func (r *Reference) DisplayName() string {
	switch {
	case r == nil:
		return ""
	case r.Name != "":
		return r.Name
	case r.Reference != nil:
		return r.Reference.Name
	}
	return ""
}

// ID is the publicId, "" for nil.
func (r *Reference) ID() string {
	if r == nil {
		return ""
	}
	return r.PublicID
}
