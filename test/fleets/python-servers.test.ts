import { describe, expect, it } from 'vitest';
import { type Files, reportOf } from './fleet.ts';

/** Where Python programs listen by their own text: each text is that of one service, beside another that takes 4321. */

const image = (...command: readonly string[]): string => `FROM python:3.12\nCOPY . .\nCMD ${JSON.stringify(command)}\n`;
const START = image('python', 'main.py');

/** Ports that both of two services take: `4321`, and the variable that moves one of them. */
async function shared(files: Files): Promise<string> {
  const report = await reportOf({
    'b/requirements.txt': 'gunicorn==23.0.0\n',
    'b/Dockerfile': image('gunicorn', '--bind', ':4321', 'b:b'),
    'a/requirements.txt': 'flask==3.0.0\n',
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`a/${path}`, text])),
  });
  return report.conflicts
    .filter(({ severity, subject }) => severity !== 'note' && subject.startsWith('port:'))
    .map(({ severity, subject }) => `${severity} ${subject}`)
    .join(', ');
}

const TAKEN = 'error port:4321/tcp';
const MOVABLE = 'warning port:4321/tcp';

const TEXTS: readonly (readonly [text: string, expected: string])[] = [
  ['uvicorn.run("main:app", host="0.0.0.0", port=4321, reload=True)', TAKEN],
  ['uvicorn.run(\n    app,\n    host="0.0.0.0",\n    port=4321,\n)', TAKEN],
  ['uvicorn.run(app, header="say \\"a, (b\\"", port=4321)', TAKEN],
  ['PORT = 4321\nuvicorn.run(app, port=PORT)', TAKEN],
  ['PORT: int = int(os.getenv("PORT", "4321"))  # of the image\nuvicorn.run(app, port=PORT)', MOVABLE],
  ['uvicorn.run(app, port=int(os.environ.get("PORT", 4321)))', MOVABLE],
  ['uvicorn.run(app, port=int(os.getenv("PORT") or 4321))', MOVABLE],
  ['uvicorn.run(app, port=int(os.environ["PORT"]))', ''],
  ['# uvicorn.run(app, port=4321)', ''],
  ['PORT = 1\nif dev:\n    PORT = 4321\nuvicorn.run(app, port=PORT)', ''],
  ['if dev:\n    uvicorn.run(app, port=5000)\nelse:\n    uvicorn.run(app, port=4321)', ''],
  ['app.run(host="0.0.0.0", port=4321)', TAKEN],
  ['app.run("0.0.0.0", 4321, debug=True)', TAKEN],
  ['app.run(debug=True)', ''],
  ['web.run_app(make(loop, "a,b"), port=4321)', TAKEN],
  ['from waitress import serve\nserve(app, host="0.0.0.0", port=4321)', TAKEN],
  ['serve(app)', ''],
  ['app.listen(4321)\ntornado.ioloop.IOLoop.current().start()', TAKEN],
  ['HTTPServer(("", 4321), Handler).serve_forever()', TAKEN],
  ['WSGIServer(("0.0.0.0", int(os.getenv("PORT", 4321))), app).serve_forever()', MOVABLE],
  ['make_server("0.0.0.0", 4321, app).serve_forever()', TAKEN],
  ['server.add_insecure_port("[::]:4321")', TAKEN],
  ['port = os.environ.get("PORT", "4321")\nserver.add_insecure_port("[::]:" + port)', MOVABLE],
  ['PORT = 4321\nserver.add_insecure_port(f"[::]:{PORT}")', TAKEN],
  ['server.add_insecure_port("0.0.0.0:%s" % PORT)\nPORT = 4321', TAKEN],
  ['import gradio as gr\ndemo.queue().launch(server_name="0.0.0.0", server_port=4321)', TAKEN],
  ['import gradio as gr\ndemo.launch(share=True)', ''],
  ['browser.launch(server_port=4321)', ''],
  ['p.add_argument("--port", type=int, default=4321)\nargs = p.parse_args()\nuvicorn.run(app, port=args.port)', TAKEN],
];

describe('where Python programs listen by their own text', () => {
  it.each(TEXTS)('%j', async (text, expected) => {
    expect(await shared({ 'main.py': `${text}\n`, Dockerfile: START })).toBe(expected);
  });

  it.each([
    ['a constant of a module beside it', { 'config.py': 'PORT = 4321\n' }, 'from config import HOST, PORT', 'PORT', TAKEN],
    ['a module below', { 'core/settings.py': 'PORT = 4321\n' }, 'from core import settings', 'settings.PORT', ''],
    [
      'fields of settings',
      { 'core/config.py': 'class S:\n    port: int = 4321\n\nsettings = S()\n' },
      'from core.config import settings',
      'settings.port',
      TAKEN,
    ],
    [
      'pydantic’s settings, which a variable sets',
      { 'config.py': 'class S(BaseSettings):\n    PORT: int = Field(4321, gt=0)\n\nsettings = S()\n' },
      'from config import settings',
      'settings.PORT',
      MOVABLE,
    ],
    ['a whole module', { 'config.py': '  PORT = 4321\n' }, 'import config', 'config.PORT', TAKEN],
    ['what comes from elsewhere', {}, 'from shop.config import PORT', 'PORT', ''],
  ] as const)('%s', async (_, files, imports, name, expected) => {
    expect(await shared({ ...files, 'main.py': `${imports}\nuvicorn.run(app, port=${name})\n`, Dockerfile: START })).toBe(
      expected,
    );
  });

  const TEXT = 'uvicorn.run(app, port=4321)\n';
  it.each([
    ['a server imports it', { 'main.py': TEXT, Dockerfile: image('uvicorn', 'main:app', '--port', '80') }, ''],
    ['a server imports it at its usual port', { 'main.py': TEXT, Dockerfile: image('gunicorn', 'main:app') }, ''],
    ['another program is started', { 'main.py': TEXT, Dockerfile: image('python', 'worker.py') }, ''],
    ['as a module', { 'src/main.py': TEXT, Dockerfile: image('python', '-m', 'src.main') }, TAKEN],
    ['as a package', { 'shop/__main__.py': TEXT, Dockerfile: image('python', '-m', 'shop') }, TAKEN],
    ['as another package', { 'shop/__main__.py': TEXT, Dockerfile: image('python', '-m', 'http') }, ''],
    ['by a shell', { 'app.py': TEXT, Dockerfile: 'FROM python:3.12\nCMD cd /srv && exec python3 -u app.py\n' }, TAKEN],
    ['by uv', { 'app.py': TEXT, Dockerfile: image('uv', 'run', 'app.py') }, TAKEN],
    ['by a Procfile', { 'app.py': TEXT, Procfile: 'web: python app.py\n' }, TAKEN],
    ['where nothing is known of any start', { 'main.py': TEXT }, TAKEN],
    ['whatever its image documents', { 'main.py': TEXT, Dockerfile: `${image('python', 'main.py')}EXPOSE 80\n` }, TAKEN],
    [
      'what its command says, whatever its text does',
      { 'main.py': TEXT, Dockerfile: `${image('python', 'main.py', '--port', '80')}EXPOSE 80\n` },
      '',
    ],
    [
      'an option whose default it is, which may be told elsewhere',
      {
        'main.py': 'p.add_argument("--port", default=4321)\nargs = p.parse_args()\nuvicorn.run(app, port=args.port)\n',
        Dockerfile: `${image('python', 'main.py')}EXPOSE 80\n`,
      },
      '',
    ],
    ['by `flask run`, from its file', { '.flaskenv': 'FLASK_RUN_PORT=4321\n', Procfile: 'web: flask run\n' }, MOVABLE],
    ['by `flask run`, which is told another', { '.flaskenv': 'FLASK_RUN_PORT=4321\n', Procfile: 'web: flask run -p 80\n' }, ''],
    ['Flask’s file beside another server', { '.flaskenv': 'FLASK_RUN_PORT=4321\n', Procfile: 'web: gunicorn a:a\n' }, ''],
    [
      'Streamlit’s settings, whatever is listed',
      {
        '.streamlit/config.toml': '[theme]\nbase = "dark"\n[server]\nport = 4321\n',
        Dockerfile: `${image('streamlit', 'run', 'a.py')}EXPOSE 8501\n`,
      },
      MOVABLE,
    ],
    [
      'Streamlit’s settings, and what its command says',
      {
        '.streamlit/config.toml': '[server]\nport = 4321\n',
        Dockerfile: image('streamlit', 'run', 'a.py', '--server.port=80'),
      },
      '',
    ],
    [
      'what Streamlit is told',
      { Dockerfile: image('streamlit', 'run', 'a.py').replace('COPY', 'ENV STREAMLIT_SERVER_PORT=4321\nCOPY') },
      MOVABLE,
    ],
    ['Gunicorn’s settings', { 'gunicorn.conf.py': 'bind = ":4321"\n', Dockerfile: image('gunicorn', 'a:a') }, TAKEN],
    [
      'Gunicorn’s settings, and what its command says',
      { 'gunicorn.conf.py': 'bind = ":4321"\n', Dockerfile: image('gunicorn', '-b', ':80', 'a:a') },
      '',
    ],
    ['Jupyter, which takes the next port', { Dockerfile: image('jupyter', 'lab', '--port=4321') }, MOVABLE],
    ['Jupyter, which may not', { Dockerfile: image('jupyter', 'lab', '--port=4321', '--ServerApp.port_retries=0') }, TAKEN],
    ['the standard library’s server', { Dockerfile: image('python', '-m', 'http.server', '4321') }, TAKEN],
    ['two of which nothing is known', { 'main.py': TEXT, 'server.py': TEXT }, ''],
    [
      'what an image lists, before a default that a variable moves',
      { 'main.py': 'uvicorn.run(app, port=int(os.getenv("PORT", 4321)))\n', Dockerfile: `${START}EXPOSE 80\n` },
      '',
    ],
  ] as const)('%s', async (_, files, expected) => {
    expect(await shared(files)).toBe(expected);
  });
});
