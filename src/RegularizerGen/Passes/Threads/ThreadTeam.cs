using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace RegularizerGen.Passes.Threads;

/// <summary>Runs the parts of a job on the calling thread and on threads of the pool, whichever come first to a part; allocates nothing per
/// job. Parts that no other thread has begun are done by the caller, so that a busy pool costs time only.</summary>
/// <param name="parts">Number of parts.</param>
internal sealed class ThreadTeam(int parts)
{
    private readonly Helper[] helpers = new Helper[parts - 1];
    private Action<int>? job;
    private int begun;
    private int left;
    private Exception? problem;

    /// <summary>Runs all parts, and returns once they are done.</summary>
    /// <param name="work">What is done to a part.</param>
    public void Run(Action<int> work)
    {
        problem = null;
        job = work;
        Volatile.Write(ref left, parts);
        Volatile.Write(ref begun, 0);
        for (int k = 0; k < helpers.Length; k++)
        {
            (helpers[k] ??= new Helper(this)).Call();
        }

        Work();
        var wait = default(SpinWait);
        while (Volatile.Read(ref left) > 0)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        if (problem is not null)
        {
            ExceptionDispatchInfo.Throw(problem);
        }
    }

    /// <summary>Does parts until all are begun.</summary>
    private void Work()
    {
        for (int part = Interlocked.Increment(ref begun) - 1; part < parts; part = Interlocked.Increment(ref begun) - 1)
        {
            try
            {
                job!(part);
            }
            catch (Exception caught)
            {
                problem = caught;
            }
            finally
            {
                Interlocked.Decrement(ref left);
            }
        }
    }

    /// <summary>Asks the pool for a thread, unless an earlier call is still waiting for one, which will do.</summary>
    private sealed class Helper(ThreadTeam team) : IThreadPoolWorkItem
    {
        private int isWaiting;

        public void Call()
        {
            if (Interlocked.Exchange(ref isWaiting, 1) == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        public void Execute()
        {
            Volatile.Write(ref isWaiting, 0);
            team.Work();
        }
    }
}
