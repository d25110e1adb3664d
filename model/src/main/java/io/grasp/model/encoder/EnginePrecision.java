package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The engine's own switch of precision, which DJL does not reach: {@code at::Context::setFloat32MatmulPrecision} of the
 * one libtorch that this project pins. It holds for the whole process.
 */
final class EnginePrecision {
    private static final String CONTEXT = "_ZN2at13globalContextEv";
    private static final String SET_PRECISION =
            "_ZN2at7Context25setFloat32MatmulPrecisionENS_22Float32MatmulPrecisionE";
    /** {@code enum class at::Float32MatmulPrecision { HIGHEST, HIGH, MEDIUM }}. */
    private static final int HIGHEST = 0;

    private static final int MEDIUM = 2;

    /** Less would not be worth the rounding. */
    private static final double CLEARLY_FASTER = 1.3;

    private static final int TRIALS = 15;

    private final Pointer context;
    private final Function setPrecision;

    private EnginePrecision(Pointer context, Function setPrecision) {
        this.context = context;
        this.setPrecision = setPrecision;
    }

    /**
     * Finds the switch; the engine must have started.
     *
     * @throws UnsatisfiedLinkError if this libtorch has no such switch
     */
    static EnginePrecision find() {
        NativeLibrary torch = NativeLibrary.getInstance(
                Path.of(LibUtils.getLibtorchPath(), "libtorch_cpu.so").toString());
        return new EnginePrecision(
                torch.getFunction(CONTEXT).invokePointer(new Object[0]), torch.getFunction(SET_PRECISION));
    }

    /** Uses that precision from now on and returns it; for {@link MatmulPrecision#AUTO} the one that was chosen. */
    MatmulPrecision use(MatmulPrecision wanted, NDManager engine) {
        MatmulPrecision chosen = wanted == MatmulPrecision.AUTO ? measured(engine) : wanted;
        set(chosen == MatmulPrecision.MEDIUM ? MEDIUM : HIGHEST);
        return chosen;
    }

    private void set(int precision) {
        setPrecision.invokeVoid(new Object[] {context, precision});
    }

    /** Both in turns, on the shape of an encoder's widest layer. */
    private MatmulPrecision measured(NDManager engine) {
        try (NDManager scratch = engine.newSubManager()) {
            NDArray tokens = scratch.ones(new Shape(1, 256, 384));
            NDArray weight = scratch.ones(new Shape(1536, 384));
            NDArray bias = scratch.zeros(new Shape(1536));
            long[] highest = new long[TRIALS];
            long[] medium = new long[TRIALS];
            for (int trial = 0; trial < TRIALS; trial++) {
                set(HIGHEST);
                highest[trial] = nanosOf(tokens, weight, bias);
                set(MEDIUM);
                medium[trial] = nanosOf(tokens, weight, bias);
            }
            return median(highest) > CLEARLY_FASTER * median(medium) ? MatmulPrecision.MEDIUM : MatmulPrecision.HIGHEST;
        }
    }

    private static long nanosOf(NDArray tokens, NDArray weight, NDArray bias) {
        long begun = System.nanoTime();
        tokens.getNDArrayInternal().linear(tokens, weight, bias).close();
        return System.nanoTime() - begun;
    }

    private static long median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
