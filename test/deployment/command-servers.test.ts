import { describe, expect, it } from 'vitest';
import { commandDefaults } from '../../analyzers/deployment/programs/command-servers.ts';

const portsOf = (command: readonly string[], kind: 'process' | 'job' = 'process') =>
  commandDefaults([], [{ name: 'web', kind, command, ports: [], origin: { file: 'Procfile', line: 1 } }]).map(({ key, detail }) =>
    [key, detail?.settable, detail?.listed].filter(Boolean).join(' '),
  );

describe('servers that a command line starts without a port', () => {
  it.each([
    ['uvicorn app:app --host 0.0.0.0', '8000/tcp UVICORN_PORT default'],
    ['gunicorn -w 4 -k uvicorn.workers.UvicornWorker app:app', '8000/tcp PORT default'],
    ['poetry run hypercorn app:app', '8000/tcp default'],
    ['python -m daphne shop.asgi:application', '8000/tcp default'],
    ['uv run fastapi run app.py', '8000/tcp PORT default'],
    ['flask --app shop run', '5000/tcp FLASK_RUN_PORT default'],
    ['streamlit run app.py', '8501/tcp STREAMLIT_SERVER_PORT default'],
    ['python manage.py runserver', '8000/tcp default'],
    ['python3 -m http.server', '8000/tcp default'],
    ['jupyter lab --ip=0.0.0.0', '8888/tcp JUPYTER_PORT default'],
    ['jupyter-lab', '8888/tcp JUPYTER_PORT default'],
    ['mlflow server --host 0.0.0.0', '5000/tcp MLFLOW_PORT default'],
    ['opentelemetry-instrument waitress-serve app:app', '8080/tcp default'],
  ])('%s', (command, port) => {
    expect(portsOf(command.split(' '))).toEqual([port]);
  });

  it('in the line that a shell is given, after what goes before it', () => {
    expect(portsOf(['sh', '-c', 'python manage.py migrate && exec gunicorn shop.wsgi'])).toEqual(['8000/tcp PORT default']);
  });

  it.each([
    'uvicorn app:app --port 9000',
    'uvicorn app:app --uds /run/app.sock',
    'gunicorn -b unix:/run/app.sock app:app',
    'gunicorn --bind=:$PORT app:app',
    'gunicorn -c gunicorn.conf.py app:app',
    'python manage.py runserver 0.0.0.0:9000',
    'python manage.py migrate',
    'flask db upgrade',
    'streamlit run app.py --server.port=9000',
    'celery -A app worker',
    'python -m http.server 9000',
    'jupyter nbconvert a.ipynb',
    'pip install gunicorn',
    'gunicorn --version',
  ])('%s says another one, or serves nothing', (command) => {
    expect(portsOf(command.split(' '))).toEqual([]);
  });

  it('a job takes none', () => {
    expect(portsOf(['flask', 'run'], 'job')).toEqual([]);
  });
});
