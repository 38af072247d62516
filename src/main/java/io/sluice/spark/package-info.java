/** The session and its settings; schemas. */
package io.sluice.spark;
