/**
 * The demo, and servers for it and for tests that speak the protocols of sources, with their
 * sessions, faults and bad manners. A source set of a clone: no class of it is in the jar, and
 * nothing of a real run uses them.
 */
package io.sluice.demo;
