//go:build soak

package main_test

// soakRounds is how often a run is killed.
const soakRounds = 100
