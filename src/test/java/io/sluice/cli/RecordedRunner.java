package io.sluice.cli;

import io.sluice.error.SluiceException;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Answers each verb with the outcome that a test gave it, and notes what was asked for. */
final class RecordedRunner implements Runner {
  final List<VerbInvocation<?>> invocations = new ArrayList<>();

  /** The outcomes of the first verbs, one after the other. */
  final Deque<Object> first = new ArrayDeque<>();

  /** Of the type that the verb has. */
  Object outcome = List.of();

  Optional<RuntimeException> failure = Optional.empty();

  RecordedRunner failing(SluiceException exception) {
    failure = Optional.of(exception);
    return this;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> R run(VerbInvocation<R> asked, Progress progress) {
    invocations.add(asked);
    failure.ifPresent(
        exception -> {
          throw exception;
        });
    if (asked instanceof IngestCommand.Asked) {
      tell(progress, (List<DatasetOutcome>) outcome);
    }
    return (R) (first.isEmpty() ? outcome : first.poll());
  }

  /** What was asked for at this place, of the type that the test expects. */
  <C extends VerbInvocation<?>> C asked(int number, Class<C> type) {
    return type.cast(invocations.get(number));
  }

  private static void tell(Progress progress, List<DatasetOutcome> outcomes) {
    progress.begin(outcomes.size());
    for (DatasetOutcome one : outcomes) {
      progress.step(one.dataset(), "merging");
      progress.done(one);
    }
  }
}
