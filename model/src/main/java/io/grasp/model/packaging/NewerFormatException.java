package io.grasp.model.packaging;

/** A package is whole, but a later program wrote it. */
final class NewerFormatException extends IllegalArgumentException {
    NewerFormatException(int id, PackageFormat latest) {
        super("Package format %d is newer than this program reads (up to %d). Upgrade the program."
                .formatted(id, latest.id()));
    }
}
