"""Measure speed on this machine, beside peers and the machine's own limit: `newsstance benchmark`.

    texts          the package's example articles, as articles of one length
    fresh_process  a whole run in a process of its own: from start to first result, then warm, and its memory
    encoder_stage  shipped int8 beside torch, RoBERTa, the baseline and VADER, on the same sentences and batches
    int8_limit     the encoder's matrix products alone
    stages         where the time of a run goes on one core
    corpora        scoring a corpus: repeats, a long run, a second thread (a command of its own)
    measure        all of it in order; report holds the figures, table prints them

Contestants take turns, round by round, so that whatever else the machine does meets all alike.
"""
