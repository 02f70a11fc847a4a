package secret

import (
	"context"
	"errors"

	"github.com/zalando/go-keyring"
)

// RenameContext moves those of the secrets that a context has to another name,
// in place of those that the other name may have had. A keyring cannot be
// listed, so the secrets must be named: by provider and name, in whatever
// context. Wherever it is interrupted, one of the two contexts has them all.
func (k *Keyring) RenameContext(ctx context.Context, from, to string, secrets ...Ref) error {
	if from == to {
		return nil
	}
	texts := make(map[Ref]string)
	for _, ref := range secrets {
		ref.Context = from
		text, err := k.text(ctx, keyringKey(ref))
		if errors.Is(err, keyring.ErrNotFound) {
			continue
		}
		if err != nil {
			return unlessNothing(err)
		}
		texts[ref] = text
	}
	if len(texts) == 0 {
		return nil
	}
	for _, ref := range secrets {
		ref.Context = from
		text, has := texts[ref]
		ref.Context = to
		if err := k.replace(ctx, keyringKey(ref), text, has); err != nil {
			return err
		}
	}
	return k.DeleteContext(ctx, from, secrets...)
}

// DeleteContext removes those of the secrets that a context has; they are named
// as for RenameContext.
func (k *Keyring) DeleteContext(ctx context.Context, name string, secrets ...Ref) error {
	for _, ref := range secrets {
		ref.Context = name
		if err := k.Delete(ctx, ref); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keyring) replace(ctx context.Context, key, text string, has bool) error {
	if has {
		return k.keep(ctx, key, text)
	}
	return k.remove(ctx, key)
}
