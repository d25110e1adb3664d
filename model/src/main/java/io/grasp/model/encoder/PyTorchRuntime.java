package io.grasp.model.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that settles how DJL's engine starts: offline, silent, and with one thread an operation, because as
 * many inference threads as cores use the machine better. A property that is already set is left alone. Thread-safe.
 */
public final class PyTorchRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(PyTorchRuntime.class);
    private static final String ENGINE = "PyTorch";
    private static final Map<String, String> DEFAULTS = Map.of(
            "ai.djl.offline", "true",
            "OPT_OUT_TRACKING", "true",
            "ai.djl.pytorch.num_threads", "1",
            "ai.djl.pytorch.num_interop_threads", "1");

    private PyTorchRuntime() {}

    /** Settles the properties. Called before anything of DJL is loaded; a second call does nothing. */
    public static void configure() {
        Defaults.apply();
    }

    /** Returns a new manager of native memory on the CPU, owned by the caller. Starts the engine the first time. */
    public static NDManager newManager() {
        configure();
        return NDManager.newBaseManager(Device.cpu(), ENGINE);
    }

    /**
     * Says how many threads an operation may use that the calling thread starts. More than one helps where one thread
     * does all the work, as in training. Threads that begin while it is in force take it over.
     */
    public static void useThreads(int threads) {
        configure();
        JniUtils.setNumThreads(threads);
    }

    /**
     * Says how exactly all threads of this process multiply matrices from now on, training ones included.
     *
     * @return the precision in force, never {@link MatmulPrecision#AUTO}
     */
    public static MatmulPrecision usePrecision(MatmulPrecision wanted) {
        try (NDManager engine = newManager()) {
            return EnginePrecision.find().use(wanted, engine);
        } catch (UnsatisfiedLinkError e) {
            if (wanted == MatmulPrecision.MEDIUM) {
                throw new IllegalStateException(
                        "This build of PyTorch can't multiply in medium precision; set the precision to highest", e);
            }
            return MatmulPrecision.HIGHEST;
        }
    }

    /** Does that without remembering, for gradients, how it was computed. */
    static <T> T withoutGradients(Supplier<T> work) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** Loaded once by the JVM, which makes the first call run once and the others wait for it. */
    private static final class Defaults {
        static {
            DEFAULTS.forEach((name, value) -> {
                if (System.getProperty(name) == null) {
                    System.setProperty(name, value);
                }
            });
            LOG.atDebug()
                    .addKeyValue("threads", System.getProperty("ai.djl.pytorch.num_threads"))
                    .log("PyTorch configured");
        }

        static void apply() {}
    }
}
