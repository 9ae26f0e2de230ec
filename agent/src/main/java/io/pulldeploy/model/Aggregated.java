package io.pulldeploy.model;

/**
 * What yamlex's {@code !aggregate} marks: it merges with another that is marked, too. To everybody
 * but {@link Aggregation} it is the mapping or list that it is.
 */
public sealed interface Aggregated permits AggregatedList, AggregatedMap {}
