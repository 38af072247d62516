/**
 * Servers that speak the protocols of sources, with their sessions, faults and bad manners, for the
 * demo and for tests. Nothing of a real run uses them.
 */
package io.sluice.demo;
