package io.grasp.quickstart.bench.serving;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Which processes of a streams-app's consumer group read a topic. Owns an admin client. */
final class Shares implements AutoCloseable {
    private static final String THREAD = "-StreamThread-.*";

    private final Admin admin;
    private final String group;
    private final String topic;

    Shares(FreshCluster cluster, String group, String topic) {
        this.admin = Admin.create(cluster.clients());
        this.group = group;
        this.topic = topic;
    }

    /** How many processes have partitions of the topic; 0 while the group is not agreed on who has which. */
    long processes() throws InterruptedException {
        try {
            ConsumerGroupDescription description = Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group))
                    .get();
            return description.groupState() == GroupState.STABLE
                    ? description.members().stream()
                            .filter(this::reads)
                            .map(member -> member.clientId().replaceFirst(THREAD, ""))
                            .distinct()
                            .count()
                    : 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw new IllegalStateException("The broker does not tell who is in the group " + group, e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }

    private boolean reads(MemberDescription member) {
        return member.assignment().topicPartitions().stream()
                .anyMatch(partition -> partition.topic().equals(topic));
    }
}
