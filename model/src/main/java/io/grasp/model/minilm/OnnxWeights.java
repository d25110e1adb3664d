package io.grasp.model.minilm;

import io.grasp.model.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The weights in an ONNX file under their Hugging Face names. Exporters keep the names of biases, LayerNorms and
 * embeddings; the weight of a linear layer becomes an anonymous, transposed operand of a MatMul, and the Add that
 * follows has the bias with the name. Field numbers are those of ONNX's onnx.proto.
 */
final class OnnxWeights {
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_OPERATION = 4;
    private static final int TENSOR_DIMENSIONS = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW_DATA = 9;
    private static final int FLOAT = 1;
    private static final Set<String> PARTS = Set.of("embeddings", "encoder", "pooler");

    private final Map<String, Tensor> initializers = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private record Node(String operation, List<String> inputs, List<String> outputs) {}

    private OnnxWeights() {}

    static Map<String, Tensor> read(byte[] onnxFile) {
        OnnxWeights graph = new OnnxWeights();
        graph.readModel(ByteBuffer.wrap(onnxFile));
        return graph.named();
    }

    private void readModel(ByteBuffer model) {
        ProtobufMessage.forEachField(model, (field, value) -> {
            if (field == MODEL_GRAPH) {
                ProtobufMessage.forEachField(value.message(), this::readGraphField);
            }
        });
    }

    private void readGraphField(int field, ProtobufMessage.Value value) {
        if (field == GRAPH_NODE) {
            readNode(value.message());
        } else if (field == GRAPH_INITIALIZER) {
            readInitializer(value.message());
        }
    }

    private void readNode(ByteBuffer message) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String[] operation = {""};
        ProtobufMessage.forEachField(message, (field, value) -> {
            switch (field) {
                case NODE_INPUT -> inputs.add(value.text());
                case NODE_OUTPUT -> outputs.add(value.text());
                case NODE_OPERATION -> operation[0] = value.text();
                default -> {}
            }
        });
        nodes.add(new Node(operation[0], List.copyOf(inputs), List.copyOf(outputs)));
    }

    private void readInitializer(ByteBuffer message) {
        List<Long> shape = new ArrayList<>();
        String[] name = {""};
        long[] type = {0};
        ByteBuffer[] raw = {ByteBuffer.allocate(0)};
        ProtobufMessage.forEachField(message, (field, value) -> {
            switch (field) {
                case TENSOR_DIMENSIONS -> shape.addAll(value.integers());
                case TENSOR_TYPE -> type[0] = value.integers().get(0);
                case TENSOR_NAME -> name[0] = value.text();
                case TENSOR_RAW_DATA -> raw[0] = value.message();
                default -> {}
            }
        });
        if (type[0] == FLOAT && raw[0].hasRemaining()) {
            float[] values = new float[raw[0].remaining() / Float.BYTES];
            raw[0].order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            initializers.put(
                    name[0],
                    new Tensor(shape.stream().mapToLong(Long::longValue).toArray(), values));
        }
    }

    private SortedMap<String, Tensor> named() {
        SortedMap<String, Tensor> weights = new TreeMap<>();
        initializers.forEach((name, tensor) -> {
            if (PARTS.contains(name.split("\\.", 2)[0])) {
                weights.put(name, tensor);
            }
        });
        Map<String, String> operandOf = new HashMap<>();
        for (Node node : nodes) {
            if (node.operation.equals("MatMul") && initializers.containsKey(node.inputs.get(1))) {
                operandOf.put(node.outputs.get(0), node.inputs.get(1));
            }
        }
        for (Node node : nodes) {
            if (node.operation.equals("Add")) {
                nameOperand(node.inputs.get(0), node.inputs.get(1), operandOf, weights);
                nameOperand(node.inputs.get(1), node.inputs.get(0), operandOf, weights);
            }
        }
        return weights;
    }

    private void nameOperand(
            String bias, String product, Map<String, String> operandOf, SortedMap<String, Tensor> weights) {
        String operand = operandOf.get(product);
        Tensor matrix = operand == null ? null : initializers.get(operand);
        if (matrix != null && bias.endsWith(".bias")) {
            weights.put(bias.substring(0, bias.length() - "bias".length()) + "weight", transposed(matrix));
        }
    }

    private static Tensor transposed(Tensor matrix) {
        int rows = Math.toIntExact(matrix.shape()[0]);
        int columns = Math.toIntExact(matrix.shape()[1]);
        float[] from = matrix.toFloatArray();
        float[] to = new float[from.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                to[column * rows + row] = from[row * columns + column];
            }
        }
        return new Tensor(new long[] {columns, rows}, to);
    }
}
