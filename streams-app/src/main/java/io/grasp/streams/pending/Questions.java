package io.grasp.streams.pending;

import io.grasp.model.ModelInput;
import io.grasp.streams.serving.ModelIdentity;

/**
 * What a step asks the model about its records, and does with the answers. Called on the task's stream thread.
 *
 * @param <T> type of the records
 */
public interface Questions<T> {
    /** Returns what the model reads of a record. */
    ModelInput input(T record);

    /**
     * Another model than before, or the first of this life of the task, is about to be asked, first about this record.
     */
    void adopted(ModelIdentity model, PendingRecords.Pending first);

    /**
     * Whether the next record shall be answered at once, sure or not, if the model can do that. A provisional answer is
     * not the last one: see {@link Corrections}.
     *
     * @param underway how many provisional answers wait for those before them
     */
    default boolean isInHaste(int underway) {
        return false;
    }

    /**
     * A record is answered: in the order of arrival, and once, since it leaves the store in the transaction that this
     * is called in.
     */
    void answered(PendingRecords.Pending pending, T record, Answer answer);
}
