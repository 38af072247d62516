/** Tables of DynamoDB, one per cohort, scanned whole. */
package io.sluice.extract.dynamodb;
