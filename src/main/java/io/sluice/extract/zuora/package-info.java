/** Exports of Zuora by AQuA, its Aggregate Query API. */
package io.sluice.extract.zuora;
