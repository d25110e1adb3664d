package io.grasp.streams.serving;

/** The store holds another package under a version than the one that was announced. */
final class UnexpectedPackageException extends RuntimeException {
    UnexpectedPackageException(ModelIdentity found, String announcedChecksum, Object store) {
        super("Model %s in %s is refused: it is not the package that was announced (checksum %s, announced %s)."
                        .formatted(found, store, found.checksum(), announcedChecksum)
                + " Does the trainer write to another store?");
    }
}
