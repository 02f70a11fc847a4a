package config

import (
	"bytes"
	"context"
	"fmt"

	"go.yaml.in/yaml/v3"

	"unictl/internal/atomicfile"
)

const filePermissions = 0o600

// Edit changes config.yaml: it takes the file's lock, loads, lets change work
// on the File, and replaces the file with mode 0600 if anything is different.
// Comments and the order of keys are kept. Processes that edit at the same
// time take turns, until ctx ends. The error is change's own, one of Load's,
// or says why the file cannot be written; the file is then as it was.
func Edit(ctx context.Context, path string, registry *Registry, change func(*File) error) error {
	if path == "" {
		return &DirectoryError{What: "settings", Variables: []string{EnvConfig}}
	}
	var ran bool
	err := atomicfile.Locked(ctx, path, func() error {
		ran = true
		return edit(path, registry, change)
	})
	if err != nil && !ran {
		return fmt.Errorf("cannot write the settings in %s: %w", path, err)
	}
	return err
}

func edit(path string, registry *Registry, change func(*File) error) error {
	file, err := Load(path, registry)
	if err != nil {
		return err
	}
	before, err := file.encode()
	if err != nil {
		return err
	}
	if err := change(file); err != nil {
		return err
	}
	after, err := file.encode()
	if err != nil || bytes.Equal(before, after) {
		return err
	}
	// What cannot be read back must not be written.
	if _, err := parseFile(path, after, registry); err != nil {
		return fmt.Errorf("settings not written: %w", err)
	}
	return atomicfile.Write(path, after, filePermissions)
}

// Text is the file as it would be written.
func (f *File) Text() ([]byte, error) { return f.encode() }

func (f *File) encode() ([]byte, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(f.document); err != nil {
		return nil, fmt.Errorf("cannot encode %s: %w", f.path, err)
	}
	if err := encoder.Close(); err != nil {
		return nil, fmt.Errorf("cannot encode %s: %w", f.path, err)
	}
	return text.Bytes(), nil
}
