package io.grasp.streams.request;

/**
 * How much of a budget one partition may spend. No partition knows what the others spend, so each has its own share;
 * all shares of a day add up to the budget. What does not divide evenly goes to other partitions each day.
 *
 * @param partition of the interactions, counted from 0
 * @param partitions how many there are
 */
record Share(int partition, int partitions) {
    /** @param salt lets the remainders of different budgets go to different partitions */
    int of(int budget, long day, String salt) {
        long turn = Math.floorMod(day + partition + salt.hashCode(), partitions);
        return budget / partitions + (turn < budget % partitions ? 1 : 0);
    }
}
