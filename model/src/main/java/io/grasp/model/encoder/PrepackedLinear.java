package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * oneDNN's linear layer, with weights that already lie as its products read them. The usual one lays them out anew for
 * each batch, which with few tokens takes longer than the product. Not differentiable. Owned by a manager. Safe for any
 * number of threads.
 */
final class PrepackedLinear implements LinearLayer {
    private final PtSymbolBlock program;

    /** @param owner what the program's memory goes with */
    PrepackedLinear(NDManager owner) {
        byte[] archive = TorchScript.archive("prepacked-linear.torchscript", "PrepackedLinear");
        try {
            program = JniUtils.loadModule((PtNDManager) owner, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("The engine did not read a program of ours", e);
        }
    }

    /**
     * Returns the weight as {@link #of} wants it, which no other operation takes, on the manager of {@code weight}.
     *
     * @param weight [out, in]
     */
    NDArray prepack(NDArray weight) {
        return run("prepack", weight);
    }

    /** @param weight from {@link #prepack} */
    @Override
    public NDArray of(NDArray input, NDArray weight, NDArray bias) {
        return run("forward", input, weight, bias);
    }

    /** As {@link #of}, in the same pass over memory. */
    @Override
    public NDArray gelu(NDArray input, NDArray weight, NDArray bias) {
        return run("gelu", input, weight, bias);
    }

    private NDArray run(String method, NDArray... arguments) {
        IValue[] values = new IValue[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            values[i] = IValue.from((PtNDArray) arguments[i]);
        }
        try (IValue result = IValueUtils.runMethod(program, method, values)) {
            return result.toTensor((PtNDManager) arguments[0].getManager());
        } finally {
            for (IValue value : values) {
                value.close();
            }
        }
    }
}
