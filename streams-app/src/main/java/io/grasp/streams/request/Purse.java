package io.grasp.streams.request;

/**
 * What a part of the budget is for, so that neither use can spend the other's part. The names are keys of the store.
 */
enum Purse {
    DOUBT,
    SAMPLE
}
