/**
 * List, read, put-if-absent and delete at a {@link io.sluice.storage.Location}; Hadoop's file
 * systems stay inside.
 */
package io.sluice.storage;
