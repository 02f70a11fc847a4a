//go:build !soak

package test

// soakKills is how often a process of each scenario is killed.
const soakKills = 2

// soakAll says that only those scenarios take part that are marked.
const soakAll = false
