/** What a clean table is on disk: versions, staging, commit, retention (docs/format.md). */
package io.sluice.table;
