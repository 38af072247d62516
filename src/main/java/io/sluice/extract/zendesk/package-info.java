/** Zendesk Support: incremental exports by cursor and by time, and lists. */
package io.sluice.extract.zendesk;
