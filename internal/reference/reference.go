// Package reference writes the reference documentation from the commands
// themselves: one page for each top-level command, the settings, and the exit
// codes.
package reference

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"unictl/internal/cli"
	"unictl/internal/config"
)

// Write makes all pages in dir, and removes pages of commands that are gone.
func Write(app *cli.App, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	stale, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return err
	}
	for _, path := range stale {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	root := app.Tree()
	root.InitDefaultHelpFlag()
	for _, top := range root.Commands() {
		if !top.IsAvailableCommand() || top.Name() == "help" {
			continue
		}
		if err := writePage(top, dir); err != nil {
			return err
		}
	}
	return writeTables(app, root, dir)
}

// writePage puts a top-level command and everything below it on one page.
func writePage(top *cobra.Command, dir string) error {
	var page bytes.Buffer
	if err := addCommand(&page, top); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, top.Name()+".md"), tidy(page.Bytes()), 0o644)
}

func addCommand(page *bytes.Buffer, cmd *cobra.Command) error {
	cmd.DisableAutoGenTag = true
	if err := doc.GenMarkdownCustom(cmd, page, anchor); err != nil {
		return err
	}
	page.WriteString("\n")
	for _, child := range cmd.Commands() {
		if child.IsAvailableCommand() {
			if err := addCommand(page, child); err != nil {
				return err
			}
		}
	}
	return nil
}

// anchor turns the file that cobra would link to into a place on a page:
// unictl_ixon_users.md is ixon.md#unictl-ixon-users.
func anchor(file string) string {
	words := strings.Split(strings.TrimSuffix(file, ".md"), "_")
	if len(words) == 1 {
		return "../../README.md"
	}
	return words[1] + ".md#" + strings.Join(words, "-")
}

// tidy leaves out the flags that every command inherits from the root: they
// have a page of their own.
func tidy(page []byte) []byte {
	inherited := regexp.MustCompile("(?s)### Options inherited from parent commands\n\n```.*?```\n\n")
	return bytes.TrimRight(inherited.ReplaceAll(page, nil), "\n")
}

func writeTables(app *cli.App, root *cobra.Command, dir string) error {
	options := config.CommonOptions()
	for _, p := range app.Providers() {
		options = append(options, p.Options...)
	}
	var settings bytes.Buffer
	settings.WriteString("## Settings\n\nFlags come before variables, variables before the context, the context before defaults.\n\n" +
		"| key in a context | variable | flag | default | meaning |\n|---|---|---|---|---|\n")
	for _, o := range options {
		fmt.Fprintf(&settings, "| %s | %s | %s | %s | %s |\n", keyOf(o), code(o.Env), flagOf(o), code(o.Default), o.Usage)
	}
	settings.WriteString("\n## Flags of every command\n\n```\n" + root.PersistentFlags().FlagUsages() + "```\n")
	if err := os.WriteFile(filepath.Join(dir, "settings.md"), settings.Bytes(), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "rights.md"), rights(app), 0o644); err != nil {
		return err
	}
	var codes bytes.Buffer
	codes.WriteString("## Exit codes\n\n| code | meaning |\n|---|---|\n")
	for _, e := range cli.ExitCodes() {
		fmt.Fprintf(&codes, "| %d | %s |\n", e.Code, e.Meaning)
	}
	codes.WriteString("\nWhere several apply, 130 comes first, then 9, then 3, then the rest.\n")
	return os.WriteFile(filepath.Join(dir, "exit-codes.md"), codes.Bytes(), 0o644)
}

// rights is the page of what the services ask of whoever runs their commands.
func rights(app *cli.App) []byte {
	var page bytes.Buffer
	page.WriteString("## Rights\n\nWhat each service asks of whoever runs its commands, as far as that is public. The longest entry that fits a command\ncounts. `unictl doctor --network` tells what the credential in use may do, where the service says it.\n")
	for _, p := range app.Providers() {
		fmt.Fprintf(&page, "\n### %s\n\n| commands | need | known from ([contract](../contracts/%s.md)) |\n|---|---|---|\n", p.Title, p.Name)
		for _, r := range p.Rights {
			commands := strings.TrimSpace("`unictl " + p.Name + " " + strings.Join(r.Commands, "`, `unictl "+p.Name+" "))
			fmt.Fprintf(&page, "| %s` | %s | %s |\n", strings.TrimSpace(commands), cmp.Or(r.Needs, "not public"), r.From)
		}
	}
	return page.Bytes()
}

func keyOf(o config.Option) string {
	if o.Secret {
		return code(o.Key) + " (secret: kept apart)"
	}
	return code(o.Key)
}

func flagOf(o config.Option) string {
	if o.Flag == "" {
		return ""
	}
	return code("--" + o.Flag)
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}
